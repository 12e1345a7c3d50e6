import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor2D } from '../../backend.js';
import { feedForward } from './feed-forward.js';
import { compare } from '../../reference/compare.js';
import { gelu, product } from '../../reference/float64.js';

describe('feedForward', () => {
  it('is two linear layers with an activation between, with its gradients', () => {
    const [hidden, inner] = [7, 17];
    const differences = compare({
      shapes: [[63, hidden], [inner, hidden], [inner], [hidden, inner], [hidden]],
      deviation: 0.5,
      operation: (x, w1, b1, w2, b2) => feedForward(x, { weight: w1, bias: b1 }, { weight: w2, bias: b2 }, 'gelu'),
      naive: (x, w1, b1, w2, b2) => {
        const up: Tensor2D = tf.add(tf.matMul<Tensor2D>(x, w1, false, true), b1);
        const active: Tensor2D = tf.mul(up, tf.add(0.5, tf.mul(0.5, tf.erf(tf.div(up, Math.SQRT2)))));
        return tf.add(tf.matMul(active, w2, false, true), b2);
      },
      reference: (x, w1, b1, w2, b2) => product(gelu(product(x, w1, b1, hidden)), w2, b2, inner),
    });
    expect(differences.value).toBeLessThan(1e-5);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-5);
  });

  it('refuses a second layer that does not lead back to the first one’s width', () => {
    const up = { weight: tf.zeros([8, 4]) as Tensor2D, bias: null };
    const down = { weight: tf.zeros([5, 8]) as Tensor2D, bias: null };
    expect(() => feedForward(tf.zeros([2, 4]), up, down, 'gelu')).toThrow(
      'feedForward: down.weight is float32 [5, 8], expected float32 [hidden = 4, inner = 8]',
    );
  });
});
