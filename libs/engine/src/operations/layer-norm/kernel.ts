import type { Tensor2D } from '../../backend.js';
import { norm } from '../add-norm/kernel.js';
import type { NormWeights } from './layer-norm.js';

export function layerNorm(x: Tensor2D, weights: NormWeights, epsilon: number): Tensor2D {
  return norm(x, null, weights, { epsilon });
}
