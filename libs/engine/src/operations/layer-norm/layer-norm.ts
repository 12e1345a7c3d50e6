import type { Tensor1D, Tensor2D } from '../../backend.js';
import { checkedNumber, sizesOf } from '../../shape-checks.js';
import { kernelsServe } from '../../kernels/run.js';
import * as kernel from './kernel.js';
import * as plain from './plain.js';

/** The weights of a layer normalisation, [hidden] each; Hugging Face calls them `weight` and `bias`. The bias may be left out. */
export interface NormWeights {
  readonly gain: Tensor1D;
  readonly bias: Tensor1D | null;
}

/**
 * Layer normalisation, gain (x − mean) / √(variance + epsilon) + bias over each row, with the biased variance: Ba et
 * al., 2016, arXiv 1607.06450.
 *
 * @param x [rows, hidden]
 * @param weights gain [hidden], bias [hidden] or null for none
 * @param epsilon added to the variance; 1e-12 in BERT
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function layerNorm(x: Tensor2D, weights: NormWeights, epsilon: number): Tensor2D {
  const { gain, bias } = weights;
  sizesOf('layerNorm', { x: [x, ['rows', 'hidden']], gain: [gain, ['hidden']], bias: bias && [bias, ['hidden']] });
  checkedNumber('layerNorm', 'epsilon', epsilon, 0);
  return (kernelsServe() ? kernel : plain).layerNorm(x, weights, epsilon);
}
