import { describe, expect, it } from '@jest/globals';
import { backward } from './backward.js';
import { tf, type Scalar, type Tensor, type Tensor1D, type Tensor2D } from './backend.js';
import { dropout } from './operations/dropout/dropout.js';
import { gradientCheckpoint } from './gradient-checkpoint.js';
import { linear } from './operations/linear/linear.js';

const weight = tf.tensor2d(
  Float32Array.from({ length: 64 * 64 }, (_, i) => Math.sin(i) / 8),
  [64, 64],
);
const bias = tf.tensor1d(Float32Array.from({ length: 64 }, (_, i) => Math.cos(i)));
const x = tf.tensor2d(
  Float32Array.from({ length: 50 * 64 }, (_, i) => Math.cos(i * i)),
  [50, 64],
);

/** Several operations, with dropout. */
function block(from: Tensor, w: Tensor, b: Tensor): Tensor {
  const y = linear(from as Tensor2D, w as Tensor2D, b as Tensor1D, 'gelu');
  const noise = dropout(y, { rate: 0.3, key: { seed: 1, step: 2, site: 3 } });
  return tf.add(tf.tanh(linear(noise, w as Tensor2D, null, 'gelu')), from);
}

/** The loss of some blocks over the same weights, and its gradients. */
function run(checkpointed: boolean, blocks = 3) {
  const loss = () => {
    let y: Tensor = x;
    for (let i = 0; i < blocks; i++) {
      y = checkpointed ? gradientCheckpoint([y, weight, bias], block) : block(y, weight, bias);
    }
    return tf.sum(tf.square(y)) as Scalar;
  };
  return backward(loss, [x, weight, bias]);
}

describe('gradientCheckpoint', () => {
  it('changes no bit of the value, and no gradient but for the order of sums', () => {
    const before = tf.memory().numTensors;
    const [own, expected] = [run(true), run(false)];
    expect(own.value.dataSync()).toEqual(expected.value.dataSync());
    tf.tidy(() =>
      own.gradients.forEach((gradient, i) => {
        const largest = tf.max(tf.abs(expected.gradients[i]!));
        const apart = tf.div(tf.max(tf.abs(tf.sub(gradient!, expected.gradients[i]!))), largest);
        expect(apart.dataSync()[0]).toBeLessThan(1e-6);
      }),
    );
    tf.dispose([own, expected].flatMap(({ value, gradients }) => [value, ...(gradients as Tensor[])]));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps the input of each part, and nothing from within', () => {
    const kept = (checkpointed: boolean) => {
      let most = 0;
      const watch = tf.customGrad((...given) => ({
        value: tf.clone(given[0] as Tensor),
        gradFunc: (dy: Tensor) => {
          most = tf.memory().numBytes;
          return tf.clone(dy);
        },
      }));
      const before = tf.memory().numBytes;
      let y: Tensor = x;
      const { value, gradients } = backward(() => {
        for (let i = 0; i < 8; i++) {
          y = checkpointed ? gradientCheckpoint([y, weight, bias], block) : block(y, weight, bias);
        }
        return tf.sum(watch(y)) as Scalar;
      }, [x, weight, bias]);
      tf.dispose([value, ...(gradients as Tensor[])]);
      return (most - before) / x.size / 4;
    };
    // Each clone counts in TensorFlow.js's bytes: of x and the weights 64 / 50 + 1 of them
    expect(kept(true)).toBeLessThan(8 * 2.4 + 2);
    expect(kept(false)).toBeGreaterThan(8 * 6);
  });

  it('gives zeros for an input that the part does not use', () => {
    const { gradients } = backward(() => tf.sum(gradientCheckpoint([x, bias], (y) => tf.mul(y, 2))), [x, bias]);
    expect(gradients[0]!.dataSync()[0]).toBe(2);
    expect(gradients[1]!.dataSync()).toEqual(new Float32Array(64));
  });

  it('has second derivatives', () => {
    const cube = (t: Tensor) => gradientCheckpoint([t], (y) => tf.mul(y, tf.square(y)));
    const second = tf.grad((t: Tensor) => tf.sum(tf.grad((u: Tensor) => tf.sum(cube(u)))(t)))(tf.tensor1d([1, 2]));
    expect(second.arraySync()).toEqual([6, 12]);
  });

  it('without a gradient only computes', () => {
    const before = tf.memory().numTensors;
    const value = gradientCheckpoint([x, weight, bias], block);
    expect(tf.memory().numTensors).toBe(before + 1);
    value.dispose();
  });
});
