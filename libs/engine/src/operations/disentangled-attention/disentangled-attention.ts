import { tf, type Tensor2D } from '../../backend.js';
import { checkHeads, refuse, sizesOf } from '../../shape-checks.js';
import type { Packing } from '../../packing.js';
import type { DisentangledSpec } from './options.js';
import { kernelsServe } from '../../kernels/run.js';
import * as kernel from './kernel.js';
import * as plain from './plain.js';

/**
 * Multi-head self-attention within each sentence with disentangled scores: content to content, content to position and
 * position to content, together divided by √(size · (1 + how many of the latter two)): He et al., 2021, arXiv 2006.03654,
 * section 3.1, equation 4, with the log buckets of version 2 and 3 (arXiv 2111.09543 and its code).
 *
 *     score(i, j) = (qᵢ · kⱼ + qᵢ · posKey[δ(i, j)] + kⱼ · posQuery[δ(i, j)]) / √(size · (1 + types))
 *
 * δ(i, j) is the bucket of i − j, from 0 to 2 · span − 1. With `share_att_key` posKey and posQuery are what the layers of
 * k and q make of the relative embeddings.
 *
 * @param qkv [rows, 3 · hidden]: in each row q, k and v, each of them its heads one after another
 * @param batch where the sentences lie in the rows
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function disentangledAttention(qkv: Tensor2D, batch: Packing, spec: DisentangledSpec): Tensor2D {
  const { posKey, posQuery, heads, maxDistance, logBuckets } = spec;
  const name = 'disentangledAttention';
  const { width } = sizesOf(name, { qkv: [qkv, [batch.rows, 'width']] });
  checkHeads(name, 'qkv', width, 3, heads);
  if (!posKey && !posQuery) refuse(name, 'posKey and posQuery are null, expected one of them');
  const { positions } = sizesOf(name, {
    posKey: posKey && [posKey, ['positions', width / 3]],
    posQuery: posQuery && [posQuery, ['positions', width / 3]],
  });
  if (positions < 2 || positions % 2 !== 0) {
    refuse(name, `posKey and posQuery have ${positions} rows, expected two halves`);
  }
  // With a half of the span as its base, the logarithm must grow
  const least = logBuckets ? Math.floor(positions / 4) + 2 : 1;
  if (!(Number.isInteger(maxDistance) && maxDistance >= least)) {
    refuse(name, `maxDistance is ${maxDistance}, expected a whole number from ${least}`);
  }
  if (logBuckets && positions < 4)
    refuse(name, `posKey and posQuery have ${positions} rows, expected 4 for log buckets`);
  if (batch.rows === 0) return tf.slice(qkv, [0, 0], [0, width / 3]);
  return (kernelsServe() ? kernel : plain).disentangledAttention(qkv, batch, spec);
}
