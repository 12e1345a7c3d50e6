import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor } from '../../backend.js';
import { compare, secondDerivativeDifference } from '../../reference/compare.js';
import { ACTIVATIONS as REFERENCE } from '../../reference/activations.js';
import { activate } from './activation.js';
import type { Activation } from './options.js';

const NAIVE: Record<Activation, (x: Tensor) => Tensor> = {
  none: (x) => x,
  gelu: (x) => tf.mul(tf.mul(x, 0.5), tf.add(1, tf.erf(tf.div(x, Math.SQRT2)))),
  gelu_tanh: (x) => {
    const inner = tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(tf.mul(x, 0.5), tf.add(1, tf.tanh(inner)));
  },
  relu: tf.relu,
  silu: (x) => tf.div(x, tf.add(tf.exp(tf.neg(x)), 1)),
  tanh: tf.tanh,
};

describe('activate', () => {
  for (const activation of Object.keys(NAIVE) as Activation[]) {
    it(`is ${activation} of its definition, with its gradient`, () => {
      const differences = compare({
        shapes: [[7, 63]],
        operation: (x) => activate(x, activation),
        naive: NAIVE[activation],
        reference: (x) => x.map(REFERENCE[activation]),
      });
      expect(differences.value).toBeLessThan(1e-6);
      expect(differences.finite).toBeLessThan(1e-5);
      expect(differences.autodiff).toBeLessThan(1e-5);
    });
  }

  it('is finite far from zero, where its gradient is 0 or 1', () => {
    const x = tf.tensor1d([-1e4, -100, 100, 1e4]);
    for (const activation of ['gelu_tanh', 'silu'] as const) {
      expect([...activate(x, activation).dataSync()].map((value) => value + 0)).toEqual(
        [-0, 0, 100, 1e4].map((v) => v + 0),
      );
      expect(
        [
          ...tf
            .grad((x) => activate(x, activation))(x)
            .dataSync(),
        ].map((v) => v + 0),
      ).toEqual([0, 0, 1, 1]);
    }
  });

  it('has, as gelu, the values of the normal distribution function', () => {
    // x Φ(x) with Φ(1) = 0.8413447461, Φ(2) = 0.9772498681, Φ(3) = 0.9986501020: Abramowitz and Stegun, table 26.1
    const values = activate(tf.tensor1d([-3, -2, -1, 0, 1, 2, 3]), 'gelu').dataSync();
    const expected = [-0.0040496941, -0.0455002638, -0.1586552539, 0, 0.8413447461, 1.9544997362, 2.995950306];
    expected.forEach((value, i) => expect(values[i]).toBeCloseTo(value, 6));
  });

  it('has, as gelu, the second derivative 2 φ(x) − x² φ(x)', () => {
    const x = tf.tensor1d([-2, -0.5, 0, 0.3, 1.7]);
    const slope = (x: Tensor) => tf.grad((x) => activate(x, 'gelu'))(x);
    const curvature = tf.grad(slope)(x).dataSync();
    x.dataSync().forEach((value, i) => {
      const density = Math.exp(-value * value * 0.5) / Math.sqrt(2 * Math.PI);
      expect(curvature[i]).toBeCloseTo((2 - value * value) * density, 6);
    });
  });

  it('has second derivatives', () => {
    for (const activation of ['gelu_tanh', 'silu', 'tanh'] as const) {
      expect(secondDerivativeDifference((x) => activate(x, activation), [3, 5])).toBeLessThan(1e-3);
    }
  });

  it('refuses what is not of floats', () => {
    expect(() => activate(tf.zeros([3], 'int32'), 'silu')).toThrow('activate: x is int32 [3], expected float32');
  });
});
