import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor } from '../../backend.js';
import { compare, secondDerivativeDifference } from '../../reference/compare.js';
import { binaryCrossEntropy } from './binary-cross-entropy.js';

describe('binaryCrossEntropy', () => {
  it.each([[[17]], [[7, 3]]])('is the mean over logits, with its gradient: %p', (shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    const labels = Float32Array.from({ length: size }, (_, i) => [0, 1, 1, 0.25][i % 4]);
    const differences = compare({
      shapes: [shape],
      operation: (logits) => binaryCrossEntropy(logits, labels),
      naive: (logits) => {
        const share = tf.sigmoid(logits);
        const y = tf.tensor(labels, shape);
        const log = tf.add(tf.mul(y, tf.log(share)), tf.mul(tf.sub(1, y), tf.log(tf.sub(1, share))));
        return tf.neg(tf.mean(log));
      },
      reference: (logits) => [
        logits.reduce((sum, x, i) => sum + (Math.log(1 + Math.exp(x)) - labels[i] * x) / size, 0),
      ],
    });
    expect(differences.value).toBeLessThan(1e-6);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-5);
  });

  it('is log 2 for a logit of 0, and finite where the label is all but impossible', () => {
    expect(binaryCrossEntropy(tf.zeros([3]), [0, 1, 1]).dataSync()[0]).toBeCloseTo(Math.LN2, 6);
    expect(binaryCrossEntropy(tf.tensor1d([-500, 300]), [1, 0]).dataSync()[0]).toBe(400);
  });

  it('has second derivatives', () => {
    const operation = (x: Tensor) => binaryCrossEntropy(x, [0, 1, 1, 0, 0, 1]);
    expect(secondDerivativeDifference(operation, [2, 3])).toBeLessThan(1e-3);
  });

  it('refuses no rows, another count of labels, and what is no share', () => {
    expect(() => binaryCrossEntropy(tf.zeros([0]), [])).toThrow('there are no rows');
    expect(() => binaryCrossEntropy(tf.zeros([2]), [1])).toThrow('binaryCrossEntropy: labels has 1 values, expected 2');
    for (const label of [-1, 2, NaN]) {
      expect(() => binaryCrossEntropy(tf.zeros([2]), [0, label])).toThrow(`labels[1] is ${label}`);
    }
  });
});
