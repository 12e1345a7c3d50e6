import { tf, type Tensor1D, type Tensor2D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import type { Dropout } from '../dropout/dropout.js';
import { dropout } from '../dropout/plain.js';

// The same values and gradients as tf.add, which holds what it added until backward, though its gradient does not need it

/** a + b, both of the same shape. */
export function add(a: Tensor2D, b: Tensor2D): Tensor2D {
  return differentiable(
    [a, b],
    [],
    () => tf.add(a, b),
    (dy) => [tf.clone(dy), tf.clone(dy)],
  );
}

/** x + bias in every row: x [rows, columns], bias [columns]. */
export function addBias(x: Tensor2D, bias: Tensor1D): Tensor2D {
  return differentiable(
    [x, bias],
    [],
    () => tf.add(x, bias),
    (dy) => [tf.clone(dy), tf.sum(dy, 0)],
  );
}

export function addResidual(x: Tensor2D, residual: Tensor2D, noise?: Dropout): Tensor2D {
  return add(residual, noise && noise.rate > 0 ? dropout(x, noise) : x);
}
