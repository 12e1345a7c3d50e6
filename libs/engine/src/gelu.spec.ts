import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor } from './backend.js';
import { gelu } from './gelu.js';

describe('gelu', () => {
  it('has the values of the normal distribution function', () => {
    // x Φ(x) with Φ(1) = 0.8413447461, Φ(2) = 0.9772498681, Φ(3) = 0.9986501020: Abramowitz and Stegun, table 26.1
    const values = gelu(tf.tensor1d([-3, -2, -1, 0, 1, 2, 3])).dataSync();
    const expected = [-0.0040496941, -0.0455002638, -0.1586552539, 0, 0.8413447461, 1.9544997362, 2.995950306];
    expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 6));
  });

  it('has a second derivative, 2 φ(x) − x² φ(x)', () => {
    const x = tf.tensor1d([-2, -0.5, 0, 0.3, 1.7]);
    const slope = (x: Tensor) => tf.grad(gelu)(x);
    const curvature = tf.grad(slope)(x).dataSync();
    x.dataSync().forEach((value, i) => {
      const density = Math.exp(-value * value * 0.5) / Math.sqrt(2 * Math.PI);
      expect(curvature[i]).toBeCloseTo((2 - value * value) * density, 6);
    });
  });
});
