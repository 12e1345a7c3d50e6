import type { AttentionOptions, CrossAttentionOptions } from '#families';
import type { GraphBuilder } from '../graph/builder.js';
import type { Cache } from './cache.js';
import { cutBoth, cutIntoHeads, mix, scaled, turned, type Heads } from './heads.js';
import { relativeBias } from './relative-bias.js';
import { rotate } from './rotary.js';
import type { Sequence } from './sequence.js';
import type { DrawnValue } from './value.js';

/** Multi-head self-attention: scores of every pair of tokens, the mask added, softmax, values.
 * @param cache keys and values of the tokens before */
export function attention(
  graph: GraphBuilder,
  tokens: Sequence,
  qkv: DrawnValue,
  { heads, window, causal, scale, rotary, bias }: AttentionOptions<DrawnValue>,
  cache?: Cache,
): DrawnValue {
  const fresh = cutIntoHeads(graph, qkv, heads);
  const cut = cache?.withTexts(fresh, heads) ?? fresh;
  const hidden = qkv.width / 3;
  const placed = (x: string) => (rotary ? rotate(graph, tokens, x, cut.size, rotary.base) : x);
  const product = graph.node('MatMul', [placed(cut.q), turned(graph, placed(cut.k))]);
  let scores = masked(graph, tokens, product, cut, scale);
  if (window !== undefined) scores = graph.node('Add', [scores, tokens.window(window)]);
  if (causal) scores = graph.node('Add', [scores, tokens.causal()]);
  if (bias) scores = graph.node('Add', [scores, relativeBias(graph, tokens, { ...bias, causal })]);
  return { name: mix(graph, scores, cut, hidden), width: hidden, rows: qkv.rows };
}

/** Multi-head attention of a target's tokens to those of the source.
 * @param cache keys and values of the source */
export function crossAttention(
  graph: GraphBuilder,
  source: Sequence,
  q: DrawnValue,
  kv: DrawnValue,
  { heads, scale }: CrossAttentionOptions,
  cache?: Cache,
): DrawnValue {
  const fresh = cutBoth(graph, q, kv, heads);
  const cut = cache?.withSources(fresh, heads) ?? fresh;
  const product = graph.node('MatMul', [cut.q, turned(graph, cut.k)]);
  return { ...q, name: mix(graph, masked(graph, source, product, cut, scale), cut, q.width) };
}

/** Scores times their scale, padding among the keys unseen. */
function masked(
  graph: GraphBuilder,
  keys: Sequence,
  product: string,
  { size }: Heads,
  scale = 1 / Math.sqrt(size),
): string {
  const scores = scale === 1 ? product : scaled(graph, product, scale);
  const mask = keys.mask();
  return mask ? graph.node('Add', [scores, mask]) : scores;
}
