import type { Tensor2D } from '../backend.js';
import type { Dropout } from '../dropout.js';
import type { NormWeights } from '../layer-norm.js';
import { add } from '../operations/add-residual/plain.js';
import { dropout } from './dropout.js';
import { layerNorm } from './layer-norm.js';

export function addNorm(
  x: Tensor2D,
  residual: Tensor2D,
  weights: NormWeights,
  epsilon: number,
  noise?: Dropout,
): Tensor2D {
  return layerNorm(add(residual, noise && noise.rate > 0 ? dropout(x, noise) : x), weights, epsilon);
}
