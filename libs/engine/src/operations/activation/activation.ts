import type { Tensor } from '../../backend.js';
import { checkFloat } from '../../shape-checks.js';
import type { Activation } from './options.js';
import * as plain from './plain.js';

/**
 * activation(x) by element.
 *
 * @param x any shape
 * @returns the same shape; x itself for `none`
 * @throws ENGINE_WRONG_SHAPE when it is not of floats
 */
export function activate<T extends Tensor>(x: T, activation: Activation): T {
  checkFloat('activate', 'x', x);
  return plain.activate(x, activation);
}
