import type { Tensor1D, Tensor2D } from '../../backend.js';
import { norm } from '../add-norm/kernel.js';

export function rmsNorm(x: Tensor2D, gain: Tensor1D, epsilon: number): Tensor2D {
  return norm(x, null, { gain, bias: null }, { epsilon, centred: false });
}
