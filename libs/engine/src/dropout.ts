import { tf, type Tensor } from './backend.js';
import { differentiable } from './differentiable.js';
import { checkedNumber } from './door.js';
import { dropoutMask, type DropoutKey } from './dropout-mask.js';

/** Dropout at one place of a model in one step. */
export interface Dropout {
  /** the probability that an element is dropped, from 0 to below 1 */
  readonly rate: number;
  readonly key: DropoutKey;
}

/**
 * Sets each element to 0 with probability `rate` and divides the others by 1 − rate: Srivastava et al., 2014, JMLR 15.
 * The mask is made from the key, in forward and again in backward: nothing is stored.
 *
 * @param x any shape
 * @returns the same shape; x itself when rate is 0
 * @throws ENGINE_WRONG_SHAPE when the rate lies outside [0, 1)
 */
export function dropout<T extends Tensor>(x: T, { rate, key }: Dropout): T {
  checkedNumber('dropout', 'rate', rate, 0, 1);
  if (rate === 0) return x;
  const masked = (value: Tensor) => tf.mul(value, tf.tensor(dropoutMask(x.size, rate, key), x.shape)) as T;
  return differentiable(
    [x],
    [],
    () => masked(x),
    (dy) => [masked(dy)],
  );
}
