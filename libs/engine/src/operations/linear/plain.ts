import { tf, type Tensor1D, type Tensor2D } from '../../backend.js';
import type { Activation } from '../activation/options.js';
import { activate } from '../activation/plain.js';
import { addBias } from '../add-residual/plain.js';

export function linear(x: Tensor2D, weight: Tensor2D, bias: Tensor1D | null, activation: Activation): Tensor2D {
  const product: Tensor2D = tf.matMul(x, weight, false, true);
  return activate(bias ? addBias(product, bias) : product, activation);
}
