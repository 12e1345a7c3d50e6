import { tf, type Tensor2D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import type { LinearWeights } from '../feed-forward/feed-forward.js';
import type { Activation } from '../activation/options.js';
import { FUNCTIONS } from '../activation/plain.js';
import { addBias } from '../add-residual/plain.js';
import type { GateWeights } from './options.js';

function product(x: Tensor2D, { weight, bias }: LinearWeights): Tensor2D {
  const y: Tensor2D = tf.matMul(x, weight, false, true);
  return bias ? addBias(y, bias) : y;
}

/** activation(gate) · up. Backward keeps both, and makes the activation again. */
function gated(gate: Tensor2D, up: Tensor2D, activation: Activation): Tensor2D {
  const { value, slope } = FUNCTIONS[activation];
  return differentiable(
    [gate, up],
    [gate, up],
    () => tf.mul(value(gate), up) as Tensor2D,
    (dy, gate, up) => [tf.mul(tf.mul(dy, up), slope(gate)), tf.mul(dy, value(gate))],
  );
}

export function gatedFeedForward(x: Tensor2D, up: GateWeights, down: LinearWeights, activation: Activation): Tensor2D {
  const [gate, open] =
    'gate' in up ? [product(x, up.gate), product(x, up.up)] : (tf.split(product(x, up), 2, 1) as Tensor2D[]);
  return product(gated(gate, open, activation), down);
}
