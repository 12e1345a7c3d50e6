import { tf, type Tensor2D } from '../../backend.js';
import { checkHeads, refuse, sizesOf } from '../../shape-checks.js';
import * as kernel from './kernel.js';
import { kernelsServe } from '../../kernels/run.js';
import type { Packing } from '../../packing.js';
import { checkRelativeBias, checkScale } from '../attention/checks.js';
import type { CrossAttentionSpec } from '../attention/options.js';
import * as plain from './plain.js';

/**
 * Multi-head attention from each sentence of one packed batch to the sentence of the same number in another, as from a
 * decoder to its encoder: Vaswani et al., 2017, arXiv 1706.03762, section 3.2.3. Works as `attention` does.
 *
 * @param q [query rows, hidden], its heads one after another
 * @param kv [key rows, 2 · hidden]: in each row k and v, each of them its heads one after another
 * @param queries where the sentences lie in the rows of q
 * @param keys where they lie in the rows of kv; as many sentences
 * @returns [query rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function crossAttention(
  q: Tensor2D,
  kv: Tensor2D,
  queries: Packing,
  keys: Packing,
  spec: CrossAttentionSpec,
): Tensor2D {
  const { heads, scale, bias } = spec;
  const { hidden } = sizesOf('crossAttention', { q: [q, [queries.rows, 'hidden']] });
  sizesOf('crossAttention', { kv: [kv, [keys.rows, 2 * hidden]] });
  checkHeads('crossAttention', 'q', hidden, 1, heads);
  if (queries.sentences !== keys.sentences) {
    refuse('crossAttention', `queries has ${queries.sentences} sentences and keys ${keys.sentences}, expected as many`);
  }
  checkScale('crossAttention', scale);
  if (bias) checkRelativeBias('crossAttention', bias, heads, bias.causal);
  if (queries.rows === 0) return tf.slice(q, [0, 0], [0, hidden]);
  return (kernelsServe() ? kernel : plain).crossAttention(q, kv, queries, keys, spec);
}
