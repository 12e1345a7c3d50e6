import { describe, expect, it } from '@jest/globals';
import { backward } from './backward.js';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from './backend.js';
import { floatsHeld } from './floats-held.js';
import { dropout } from './operations/dropout/dropout.js';
import { linear } from './operations/linear/linear.js';
import { reversible, type ReversibleLayer } from './reversible.js';

const waves = (shape: number[], step: number, scale: number): Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => scale * Math.sin(step * (i + 1))),
    shape,
  );
const [rows, hidden] = [20, 16];
const x = waves([rows, hidden], 0.7, 1) as Tensor2D;
const weights = Array.from({ length: 6 }, (_, i) => waves([hidden, hidden], 1.3 + i, 0.2));
const bias = waves([hidden], 0.3, 0.5);

/** Layers with dropout in both halves; the weight of the second half is that of all layers. */
function layers(count: number): ReversibleLayer[] {
  return Array.from({ length: count }, (_, i) => ({
    weights: [weights[i], weights[5], bias],
    first: (from, [own]) => {
      const y = linear(from, own as Tensor2D, null, 'gelu');
      return dropout(y, { rate: 0.3, key: { seed: 1, step: 2, site: 2 * i } });
    },
    second: (from, [, shared, b]) => {
      const y = linear(from, shared as Tensor2D, b as Tensor1D, 'gelu');
      return dropout(y, { rate: 0.3, key: { seed: 1, step: 2, site: 2 * i + 1 } });
    },
  }));
}

/** The same by operations whose tape keeps everything. */
function keepingAll(from: Tensor2D, all: readonly ReversibleLayer[]): Tensor2D {
  let [x1, x2] = [from, from];
  for (const { weights, first, second } of all) {
    x1 = tf.add(x1, first(x2, weights));
    x2 = tf.add(x2, second(x1, weights));
  }
  return tf.add(x1, x2);
}

describe('reversible', () => {
  it('has the value and the gradients of the same layers that keep everything', () => {
    const before = tf.memory().numTensors;
    const sources = [x, ...weights, bias];
    const [own, expected] = [reversible, keepingAll].map((compute) =>
      backward(() => tf.sum(tf.square(compute(x, layers(5)))) as Scalar, sources),
    );
    expect(own.value.dataSync()).toEqual(expected.value.dataSync());
    tf.tidy(() =>
      own.gradients.forEach((gradient, i) => {
        const largest = tf.max(tf.abs(expected.gradients[i]!));
        const apart = tf.div(tf.max(tf.abs(tf.sub(gradient!, expected.gradients[i]!))), largest);
        expect(apart.dataSync()[0]).toBeLessThan(1e-5);
      }),
    );
    tf.dispose([own, expected].flatMap(({ value, gradients }) => [value, ...(gradients as Tensor[])]));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps two streams, however many layers there are', () => {
    const held = (count: number) => floatsHeld(() => reversible(x, layers(count)), [...weights, bias]);
    expect([1, 2, 5].map(held)).toEqual([1, 2, 5].map(() => 2 * rows * hidden));
  });

  it('gives zeros for weights that no half uses', () => {
    const unused: ReversibleLayer = { weights: [bias], first: (from) => tf.mul(from, 2), second: (from) => from };
    const { gradients } = backward(() => tf.sum(reversible(x, [unused])), [x, bias]);
    // y1 = 3 x, y2 = 4 x
    expect(gradients[0]!.dataSync()[0]).toBe(7);
    expect(gradients[1]!.dataSync()).toEqual(new Float32Array(hidden));
  });

  it('refuses a gradient of its gradient', () => {
    const sum = (t: Tensor) => tf.sum(reversible(t as Tensor2D, layers(1)));
    expect(() => tf.grad((t: Tensor) => tf.sum(tf.grad(sum)(t)))(x)).toThrow(
      'reversible: a gradient of its gradient is not known.',
    );
  });

  it('without a gradient only computes', () => {
    const before = tf.memory().numTensors;
    const value = reversible(x, layers(3));
    expect(tf.memory().numTensors).toBe(before + 1);
    value.dispose();
  });
});
