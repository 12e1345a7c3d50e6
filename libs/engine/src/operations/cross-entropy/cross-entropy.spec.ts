import { describe, expect, it } from '@jest/globals';
import { tf } from '../../backend.js';
import { crossEntropy } from './cross-entropy.js';
import { compare } from '../../reference/compare.js';
import { crossEntropy as reference } from '../../reference/float64.js';

describe('crossEntropy', () => {
  it('is the mean over rows, with its gradients', () => {
    const labels = Int32Array.from({ length: 17 }, (_, i) => i % 3);
    const differences = compare({
      shapes: [[17, 3]],
      operation: (logits) => crossEntropy(logits, labels),
      naive: (logits) => {
        const chosen = tf.gatherND(
          tf.softmax(logits),
          tf.tensor2d(
            [...labels].map((label, i) => [i, label]),
            undefined,
            'int32',
          ),
        );
        const all = tf.oneHot(tf.tensor1d(labels, 'int32'), 3);
        tf.dispose(chosen);
        return tf.neg(tf.mean(tf.log(tf.sum(tf.mul(all, tf.softmax(logits)), 1))));
      },
      reference: (logits) => [reference(logits, labels)],
    });
    expect(differences.value).toBeLessThan(1e-5);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-5);
  });

  it('is finite where the label is all but impossible', () => {
    expect(crossEntropy(tf.tensor2d([[200, -200]]), Int32Array.of(1)).dataSync()[0]).toBe(400);
  });

  it('refuses a label that is no class', () => {
    expect(() => crossEntropy(tf.zeros([1, 2]), Int32Array.of(2))).toThrow(
      'crossEntropy: labels[0] is 2, expected 0 to 1.',
    );
  });
});
