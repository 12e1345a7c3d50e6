import { tf, type Tensor2D } from '../../backend.js';
import { refuse, sizesOf } from '../../shape-checks.js';
import type { Packing } from '../../packing.js';
import * as plain from './plain.js';

/**
 * The mean over the rows of each sentence: Reimers and Gurevych, 2019, arXiv 1908.10084, section 3.
 *
 * @param x [rows, hidden]
 * @param batch where the sentences lie in the rows
 * @returns [sentences, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function meanOfRows(x: Tensor2D, batch: Packing): Tensor2D {
  const { hidden } = sizesOf('meanOfRows', { x: [x, [batch.rows, 'hidden']] });
  return batch.rows === 0 ? tf.slice(x, [0, 0], [0, hidden]) : plain.meanOfRows(x, batch);
}

/**
 * The sum over the rows of each sentence, each times its weight.
 *
 * @param x [rows, hidden]
 * @param batch where the sentences lie in the rows
 * @param weights [rows]: constants, which get no gradient
 * @returns [sentences, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function weightedSumOfRows(x: Tensor2D, batch: Packing, weights: Float32Array): Tensor2D {
  const { hidden } = sizesOf('weightedSumOfRows', { x: [x, [batch.rows, 'hidden']] });
  if (weights.length !== batch.rows) refuse('weightedSumOfRows', `${weights.length} weights for ${batch.rows} rows`);
  return batch.rows === 0 ? tf.slice(x, [0, 0], [0, hidden]) : plain.weightedSumOfRows(x, batch, weights);
}

/**
 * The largest of the rows of each sentence, column by column; equal ones share the gradient.
 *
 * @param x [rows, hidden]
 * @param batch where the sentences lie in the rows
 * @returns [sentences, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function largestOfRows(x: Tensor2D, batch: Packing): Tensor2D {
  const { hidden } = sizesOf('largestOfRows', { x: [x, [batch.rows, 'hidden']] });
  return batch.rows === 0 ? tf.slice(x, [0, 0], [0, hidden]) : plain.largestOfRows(x, batch);
}
