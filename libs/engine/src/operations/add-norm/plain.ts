import type { Tensor2D } from '../../backend.js';
import type { Dropout } from '../dropout/dropout.js';
import type { NormWeights } from '../layer-norm/layer-norm.js';
import { addResidual } from '../add-residual/plain.js';
import { layerNorm } from '../layer-norm/plain.js';

export function addNorm(
  x: Tensor2D,
  residual: Tensor2D,
  weights: NormWeights,
  epsilon: number,
  noise?: Dropout,
): Tensor2D {
  return layerNorm(addResidual(x, residual, noise), weights, epsilon);
}
