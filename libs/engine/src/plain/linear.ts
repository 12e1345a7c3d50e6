import { tf, type Tensor1D, type Tensor2D } from '../backend.js';
import { gelu } from '../gelu.js';
import type { Activation } from '../linear.js';
import { addBias } from './add.js';

const ACTIVATIONS: Record<Activation, (x: Tensor2D) => Tensor2D> = { none: (x) => x, gelu, relu: tf.relu };

export function linear(x: Tensor2D, weight: Tensor2D, bias: Tensor1D | null, activation: Activation): Tensor2D {
  const product: Tensor2D = tf.matMul(x, weight);
  return ACTIVATIONS[activation](bias ? addBias(product, bias) : product);
}
