import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../../backend.js';
import { ACTIVATIONS } from '../../reference/activations.js';
import { compare, secondDerivativeDifference } from '../../reference/compare.js';
import { product, type Numbers } from '../../reference/float64.js';
import type { Activation } from '../activation/options.js';
import { activate } from '../activation/activation.js';
import { gatedFeedForward } from './gated-feed-forward.js';

const [rows, hidden, inner] = [23, 7, 17];

function reference(activation: Activation, [x, gate, a, up, b, down, c]: (Numbers | null)[]): Numbers {
  const open = product(x!, up!, b, hidden);
  const middle = product(x!, gate!, a, hidden).map((value, i) => ACTIVATIONS[activation](value) * open[i]);
  return product(middle, down!, c, inner);
}

function naive(activation: Activation, [x, gate, a, up, b, down, c]: (Tensor | null)[]): Tensor {
  const of = (x: Tensor, weight: Tensor, bias: Tensor | null) =>
    tf.add(tf.matMul(x, weight, false, true), bias ?? tf.scalar(0));
  return of(tf.mul(activate(of(x!, gate!, a), activation), of(x!, up!, b)), down!, c);
}

describe('gatedFeedForward', () => {
  for (const activation of ['gelu', 'gelu_tanh', 'relu', 'silu', 'none'] as const) {
    it(`is two products, one of them through ${activation}, and a third, with its gradients`, () => {
      const differences = compare({
        shapes: [[rows, hidden], [inner, hidden], [inner], [inner, hidden], [inner], [hidden, inner], [hidden]],
        deviation: 0.5,
        operation: (x, gate, a, up, b, down, c) =>
          gatedFeedForward(
            x,
            { gate: { weight: gate, bias: a }, up: { weight: up, bias: b } },
            { weight: down, bias: c },
            activation,
          ),
        naive: (...inputs) => naive(activation, inputs),
        reference: (...inputs) => reference(activation, inputs),
      });
      expect(differences.value).toBeLessThan(1e-5);
      expect(differences.finite).toBeLessThan(1e-5);
      expect(differences.autodiff).toBeLessThan(1e-5);
    });
  }

  it('takes gate and up as one layer, the gate first, and no biases', () => {
    const differences = compare({
      shapes: [
        [rows, hidden],
        [2 * inner, hidden],
        [hidden, inner],
      ],
      deviation: 0.5,
      operation: (x, both, down) =>
        gatedFeedForward(x, { weight: both, bias: null }, { weight: down, bias: null }, 'gelu'),
      naive: (x, both, down) => {
        const [gate, up] = tf.split(both, 2, 0);
        return naive('gelu', [x, gate, null, up, null, down, null]);
      },
      reference: (x, both, down) => {
        const half = inner * hidden;
        return reference('gelu', [x, both.slice(0, half), null, both.slice(half), null, down, null]);
      },
    });
    expect(Math.max(...Object.values(differences))).toBeLessThan(1e-5);
  });

  it('has second derivatives', () => {
    const weight = (...shape: [number, number]) => tf.randomNormal(shape, 0, 1, 'float32', 3) as Tensor2D;
    const [both, down] = [weight(8, 5), weight(5, 4)].map((weight) => ({ weight, bias: null }));
    const operation = (x: Tensor) => gatedFeedForward(x as Tensor2D, both, down, 'silu');
    expect(secondDerivativeDifference(operation, [3, 5])).toBeLessThan(1e-3);
  });

  it('names the shapes that do not fit', () => {
    const layer = (out: number, from: number, bias: Tensor1D | null = null) => ({
      weight: tf.zeros([out, from]) as Tensor2D,
      bias,
    });
    const call = (up: Parameters<typeof gatedFeedForward>[1], down = layer(4, 3)) => {
      return () => gatedFeedForward(tf.zeros([2, 4]), up, down, 'gelu');
    };
    expect(call(layer(6, 4))).not.toThrow();
    expect(call(layer(7, 4))).toThrow('the weight of gate and up has 7 rows, expected two halves');
    expect(call(layer(8, 4))).toThrow('down.weight is float32 [4, 3], expected float32 [4, 4]');
    expect(call({ gate: layer(3, 4), up: layer(4, 4) })).toThrow('up.weight is float32 [4, 4]');
    expect(call({ gate: layer(3, 4), up: layer(3, 4, tf.zeros([2])) })).toThrow('up.bias is float32 [2]');
    expect(call(layer(6, 5))).toThrow('gate and up.weight is float32 [6, 5], expected float32 [inner = 6, hidden = 4]');
  });
});
