import { addBias } from './add.js';
import { tf, type Tensor1D, type Tensor2D } from './backend.js';
import { sizesOf } from './door.js';
import { gelu } from './gelu.js';

/** What follows the product. `gelu` is the exact one (erf), as in BERT. */
export type Activation = 'none' | 'gelu' | 'relu';

const ACTIVATIONS: Record<Activation, (x: Tensor2D) => Tensor2D> = { none: (x) => x, gelu, relu: tf.relu };

/**
 * activation(x W + b).
 *
 * @param x [rows, in]
 * @param weight [in, out]: the transpose of PyTorch's and of what Hugging Face files hold
 * @param bias [out], or null for none
 * @returns [rows, out]
 * @throws ENGINE_WRONG_SHAPE
 */
export function linear(
  x: Tensor2D,
  weight: Tensor2D,
  bias: Tensor1D | null,
  activation: Activation = 'none',
): Tensor2D {
  sizesOf('linear', {
    x: [x, ['rows', 'in']],
    weight: [weight, ['in', 'out']],
    bias: bias && [bias, ['out']],
  });
  const product: Tensor2D = tf.matMul(x, weight);
  return ACTIVATIONS[activation](bias ? addBias(product, bias) : product);
}
