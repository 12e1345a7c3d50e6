import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../backend.js';
import { feedForward } from '../operations/feed-forward/feed-forward.js';
import { linear } from '../operations/linear/linear.js';
import { outputHead } from '../operations/output-head/output-head.js';
import { whyNoBf16, withPrecision } from '../precision.js';
import { setKernelThreads, threads } from './addon.js';
import { drawn, largestDifference, valueAndGradientsOf, type Operation } from './comparison.js';

const SIZES = [1, 7, 17, 63, 1000];
const pairs = SIZES.flatMap((a) => SIZES.map((b) => [a, b] as const));
/** Of operands with 8 bits of mantissa, after sums of some of them. */
const BOUND = 0.03;

/** The nearest numbers of bfloat16, ties to even. */
function rounded(x: Tensor): Tensor {
  const bits = new Uint32Array(Float32Array.from(x.dataSync()).buffer);
  const nearest = bits.map((word) => ((word + 0x7fff + ((word >>> 16) & 1)) & 0xffff0000) >>> 0);
  return tf.tensor(new Float32Array(nearest.buffer), x.shape);
}

/** The operation, and its gradient from a rounded one of its value. */
function fromRounded(operation: Operation): Operation {
  const round = tf.customGrad((y) => ({ value: tf.clone(y as Tensor), gradFunc: (dy: Tensor) => rounded(dy) }));
  return (...inputs) => round(operation(...inputs));
}

const inBf16 =
  (operation: Operation): Operation =>
  (...inputs) =>
    withPrecision('bf16', () => operation(...inputs));

interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly operation: Operation;
}

const linearCase = (rows: number, inner: number, out: number, activation: 'none' | 'gelu'): Case => ({
  name: `linear ${rows} x ${inner} x ${out} ${activation}`,
  shapes: [[rows, inner], [out, inner], [out]],
  operation: (x, w, b) => linear(x, w, b, activation),
});

const cases: Case[] = pairs.flatMap(([rows, columns], i) => [
  linearCase(rows, SIZES[i % 5], columns, 'gelu'),
  {
    name: `feed-forward ${rows} x 17 x ${columns}`,
    shapes: [[rows, 17], [columns, 17], [columns], [17, columns], [17]],
    operation: (x: Tensor2D, up: Tensor2D, a: Tensor1D, down: Tensor2D, b: Tensor1D) =>
      feedForward(x, { weight: up, bias: a }, { weight: down, bias: b }, 'gelu'),
  },
  {
    name: `output head ${rows} x 63 x ${columns + 1}`,
    shapes: [[rows, 63], [columns + 1, 63], [columns + 1]],
    operation: (x: Tensor2D, table: Tensor2D, bias: Tensor1D) => {
      const labels = Int32Array.from({ length: rows }, (_, row) => (row * 7919) % (columns + 1));
      return outputHead(x, table, bias, labels, { labelSmoothing: 0.1 });
    },
  },
]);

const missing = whyNoBf16();
(missing === null ? describe : describe.skip)(`products of bfloat16 (${missing ?? 'here'})`, () => {
  it('of numbers that bfloat16 has are those of float32, in values and gradients, at 125 sizes', () => {
    const wrong = pairs.flatMap(([rows, inner], i) =>
      SIZES.flatMap((out) => {
        const { name, shapes, operation } = linearCase(rows, inner, out, 'none');
        const inputs = tf.tidy(() => {
          const [x, weight, bias] = drawn(shapes, i).map(rounded);
          return [x, rounded(tf.mul(weight, 2 / Math.sqrt(inner))), bias];
        });
        const difference = largestDifference(fromRounded(inBf16(operation)), fromRounded(operation), inputs, 0.1);
        tf.dispose(inputs);
        return difference <= 1e-5 ? [] : [`${name}: ${difference}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it(`of any numbers are near those of float32, and not the same, in ${cases.length} cases`, () => {
    let differing = 0;
    const wrong = cases.flatMap(({ name, shapes, operation }, i) => {
      const inputs = drawn(shapes, i);
      const difference = largestDifference(inBf16(operation), operation, inputs, 0.5);
      tf.dispose(inputs);
      if (difference > 1e-4) differing++;
      return difference <= BOUND ? [] : [`${name}: ${difference}`];
    });
    expect(wrong).toEqual([]);
    expect(differing).toBeGreaterThan(0.9 * cases.length);
  });

  it('have the same bits with 1, 2, 3 and 4 threads', () => {
    const some = [...cases.filter((_, i) => i % 11 === 0), ...cases.slice(-3)];
    const wrong = some.flatMap(({ name, shapes, operation }, i) => {
      const inputs = drawn(shapes, i);
      const bits = [1, 2, 3, 4].map((count) => {
        setKernelThreads(count);
        const tensors = valueAndGradientsOf(inBf16(operation), inputs);
        const bytes = tensors.map((tensor) => Buffer.from(tensor.dataSync<'float32'>().buffer));
        tf.dispose(tensors);
        return bytes;
      });
      tf.dispose(inputs);
      return bits.every((other) => other.every((bytes, j) => bytes.equals(bits[0][j]))) ? [] : [name];
    });
    setKernelThreads(threads);
    expect(wrong).toEqual([]);
  });

  it('pass on what is not a number, and infinity', () => {
    for (const value of [NaN, Infinity]) {
      const y = tf.tidy(() => {
        const x = tf.tensor2d([1, 2, 3, value, 5, 6], [3, 2]);
        return withPrecision('bf16', () => linear(x, tf.ones([1, 2]), null));
      });
      expect([...y.dataSync()].map(Number.isFinite)).toEqual([true, false, true]);
      y.dispose();
    }
  });

  it('are those of the gradient, too, when it is asked for afterwards', () => {
    const inputs = drawn([[33, 63], [17, 63], [17]], 3) as [Tensor2D, Tensor2D, Tensor1D];
    const gradientOf = (operation: Operation) => tf.grads((...given) => tf.sum(operation(...given)))(inputs);
    const operation: Operation = (x, w, b) => linear(x, w, b, 'gelu');
    const within = withPrecision('bf16', () => gradientOf(operation));
    const after = gradientOf(inBf16(operation));
    after.forEach((gradient, i) => expect(gradient.dataSync()).toEqual(within[i].dataSync()));
    tf.dispose([...inputs, ...within, ...after]);
  });
});
