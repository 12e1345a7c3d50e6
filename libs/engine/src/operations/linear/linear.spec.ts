import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor1D, type Tensor2D } from '../../backend.js';
import { linear } from './linear.js';
import { activate } from '../activation/activation.js';
import type { Activation } from '../activation/options.js';
import { compare } from '../../reference/compare.js';
import { ACTIVATIONS as REFERENCE } from '../../reference/activations.js';
import { product } from '../../reference/float64.js';

const ACTIVATIONS: readonly Activation[] = ['none', 'gelu', 'gelu_tanh', 'relu', 'silu', 'tanh'];

describe('linear', () => {
  for (const activation of ACTIVATIONS) {
    for (const [rows, inner, out] of [
      [1, 1, 1],
      [7, 17, 5],
      [63, 7, 17],
    ]) {
      it(`is activation(x Wᵀ + b) with its gradients: ${activation}, ${rows} rows, ${inner} to ${out}`, () => {
        const differences = compare({
          shapes: [[rows, inner], [out, inner], [out]],
          deviation: 0.7,
          operation: (x, weight, bias) => linear(x, weight, bias, activation),
          naive: (x, weight, bias) => activate(tf.add(tf.matMul(x, weight, false, true), bias), activation),
          reference: (x, weight, bias) => product(x, weight, bias, inner).map(REFERENCE[activation]),
        });
        expect(differences.value).toBeLessThan(1e-5);
        expect(differences.finite).toBeLessThan(1e-5);
        expect(differences.autodiff).toBeLessThan(1e-5);
      });
    }
  }

  it('leaves out the bias when it is null', () => {
    const differences = compare({
      shapes: [
        [7, 17],
        [5, 17],
      ],
      operation: (x, weight) => linear(x, weight, null),
      naive: (x, weight) => tf.matMul(x, weight, false, true),
      reference: (x, weight) => product(x, weight, null, 17),
    });
    expect(Math.max(...Object.values(differences))).toBeLessThan(1e-5);
  });

  it('names the shapes that do not fit', () => {
    const weight = tf.zeros([5, 4]) as Tensor2D;
    expect(() => linear(tf.zeros([2, 3]), weight, tf.zeros([5]))).toThrow(
      'linear: weight is float32 [5, 4], expected float32 [out = 5, in = 3] (x [2, 3], weight [5, 4], bias [5]).',
    );
    expect(() => linear(tf.zeros([2, 4]), weight, tf.zeros([4]))).toThrow('bias is float32 [4]');
    expect(() => linear(tf.zeros([2, 4], 'int32'), weight, null)).toThrow('x is int32 [2, 4]');
    expect(() => linear(tf.zeros([4]) as unknown as Tensor2D, weight, null)).toThrow('x is float32 [4]');
    expect(() => linear(tf.zeros([2, 4]), weight, tf.zeros([1, 5]) as unknown as Tensor1D)).toThrow(
      expect.objectContaining({ code: 'ENGINE_WRONG_SHAPE' }),
    );
  });
});
