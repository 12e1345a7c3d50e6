import { tf, type Tensor } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import { dropoutMask } from './dropout-mask.js';
import type { Dropout } from './dropout.js';

export function dropout<T extends Tensor>(x: T, { rate, key }: Dropout): T {
  const masked = (value: Tensor) => tf.mul(value, tf.tensor(dropoutMask(x.size, rate, key), x.shape)) as T;
  return differentiable(
    [x],
    [],
    () => masked(x),
    (dy) => [masked(dy)],
  );
}
