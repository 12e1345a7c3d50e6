import type { Tensor2D } from '../../backend.js';
import { checkedIndices, checkHeads, refuse, sizesOf } from '../../shape-checks.js';
import { kernelsServe } from '../../kernels/run.js';
import { checkRelativeBias, checkScale } from '../attention/checks.js';
import * as kernel from './kernel.js';
import type { CachedAttentionSpec, KeyValueCache } from './options.js';
import * as plain from './plain.js';

/**
 * Attention of the newest token of each text to itself and those before it, as a decoder needs it that continues texts by
 * one token at a time: Vaswani et al., 2017, arXiv 1706.03762, section 3.2.3. It has no gradient.
 *
 * A text's number among the rows is its slot. Texts that are put into another order, left out or continued twice need
 * nothing moved: `slots` says where the tokens of each lie.
 *
 * @param qkv [texts, 3 · hidden]: of the newest token of each text
 * @param cache that of the tokens before; used up. Left out for the first token
 * @param slots [texts · length]: the slot of each of a text's tokens before the newest, one text's after another's
 * @returns [texts, hidden], and the cache with the newest token in the slots 0 to texts − 1
 * @throws ENGINE_WRONG_SHAPE
 */
export function cachedAttention(
  qkv: Tensor2D,
  cache: KeyValueCache | undefined,
  slots: Int32Array,
  spec: CachedAttentionSpec,
): { readonly context: Tensor2D; readonly cache: KeyValueCache } {
  const { heads, scale, bias } = spec;
  const { rows, width } = sizesOf('cachedAttention', { qkv: [qkv, ['rows', 'width']] });
  checkHeads('cachedAttention', 'qkv', width, 3, heads);
  checkScale('cachedAttention', scale);
  if (bias) checkRelativeBias('cachedAttention', bias, heads, true);
  if (rows === 0) refuse('cachedAttention', 'there are no texts, expected at least one');
  if (cache) sizesOf('cachedAttention', { cache: [cache.tensor, ['capacity', 'slots', (2 * width) / 3]] });
  checkedIndices('cachedAttention', 'slots', slots, cache?.tensor.shape[1] ?? 0, rows * (cache?.length ?? 0));
  return (kernelsServe() ? kernel : plain).cachedAttention(qkv, cache, slots, spec);
}
