import { kernelBlocks } from '#engine';
import { headRows } from './activations.js';
import type { TrainingLoad } from './training-load.js';

/**
 * Floats of working memory that the kernels keep from call to call (`scratch` in libs/engine/native/threads.cc): each
 * slot has the size of the largest use of it. Weights are packed whole, once for each direction; of what lies between,
 * a block of rows is there. What threads have for tiles of their own, a few hundred rows, is not counted, but for the
 * one that grows with a matrix: the packed columns of dyᵀ in dyᵀ x.
 */
export function kernelFloats(load: TrainingLoad): number {
  const { config, head } = load.shape;
  const { hidden_size: hidden, intermediate_size: inner, vocab_size: vocabulary } = config;
  const language = head.kind === 'masked-lm';
  const words = language ? vocabulary * hidden : 0;
  const { feedForwardRows, logitRows, depth } = kernelBlocks();
  const block = Math.min(load.batch.rows, feedForwardRows) * inner;
  const logits = language ? Math.min(headRows(load), logitRows) * vocabulary : 0;
  const transform = language ? headRows(load) * hidden : 0;
  return (
    // PACKED_1 and 2: the second has a table only where rows of logits are not all there at one time
    Math.max(3 * hidden * hidden, hidden * inner, words) +
    Math.max(hidden * inner, headRows(load) > logitRows ? words : 0) +
    // BLOCK_1 and 2
    Math.max(block, logits, transform) +
    block +
    // A_BLOCK of all threads together
    depth * Math.max(inner, language ? vocabulary : 0)
  );
}
