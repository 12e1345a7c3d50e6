import { describe, expect, it } from '@jest/globals';
import { random, type Tensor2D, tf } from '#engine';
import { scalesOf } from './tune.js';

const drawn = (rows: number, columns: number, seed: number): Tensor2D =>
  tf.tensor2d(random(seed).normals(rows * columns, 1), [rows, columns]);

/** What would give, of inputs x and a weight, the outputs of the weight with scaled columns. */
function scaledBy(scales: readonly number[], dampening: number, columns: number): number[] {
  return tf.tidy(() => {
    const [x, weight] = [drawn(50, scales.length, 1), drawn(5, scales.length, 2)];
    const target = tf.matMul(x, tf.mul<Tensor2D>(weight, tf.tensor1d([...scales])), false, true);
    const sums = { products: tf.matMul(x, x, true, false), targets: tf.matMul(x, target, true, false) };
    return Array.from(scalesOf(weight, sums as never, columns, dampening).dataSync());
  });
}

describe('the scales of columns', () => {
  it('are those that give the wanted outputs', () => {
    const wanted = [0.5, 1, 1.5, 2, -1, 0];
    scaledBy(wanted, 1e-6, 1).forEach((scale, i) => expect(scale).toBeCloseTo(wanted[i], 4));
  });

  it('are one for all columns of a head', () => {
    const wanted = [0.5, 0.5, 0.5, 2, 2, 2];
    scaledBy(wanted, 1e-6, 3).forEach((scale, i) => expect(scale).toBeCloseTo(wanted[i], 4));
  });

  it('are held at 1 the more, the more dampening there is', () => {
    const off = [0.01, 1, 100].map((dampening) => Math.abs(scaledBy([0.5, 1, 1], dampening, 1)[0] - 1));
    expect(off[0]).toBeGreaterThan(off[1]);
    expect(off[1]).toBeGreaterThan(off[2]);
    expect(off[2]).toBeLessThan(0.02);
  });

  it('stay 1 where they would be absurd, and where nothing comes in', () => {
    expect(scaledBy([100, 1, 1], 1e-6, 1)).toEqual([1, 1, 1]);
    const none = { products: tf.zeros([2, 2]) as Tensor2D, targets: tf.zeros([2, 3]) as Tensor2D };
    const weight = drawn(3, 2, 1);
    const scales = scalesOf(weight, none, 1, 0.01);
    expect(Array.from(scales.dataSync())).toEqual([1, 1]);
    tf.dispose([weight, scales, none.products, none.targets]);
  });
});
