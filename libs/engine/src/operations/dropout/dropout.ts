import type { Tensor } from '../../backend.js';
import { checkedNumber, checkFloat } from '../../shape-checks.js';
import type { DropoutKey } from './dropout-mask.js';
import * as kernel from './kernel.js';
import { kernelsServe } from '../../kernels/run.js';
import * as plain from './plain.js';

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
export function dropout<T extends Tensor>(x: T, noise: Dropout): T {
  checkFloat('dropout', 'x', x);
  checkedRate('dropout', noise);
  if (noise.rate === 0) return x;
  return (kernelsServe() ? kernel : plain).dropout(x, noise);
}

/** Refuses a rate outside [0, 1). */
export function checkedRate(operation: string, { rate }: Dropout): void {
  checkedNumber(operation, 'rate', rate, 0, 1);
}
