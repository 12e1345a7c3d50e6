import type { AttentionOptions } from '#families';
import type { GraphBuilder } from '../graph/builder.js';
import { cutIntoHeads, mix, scaled, turned } from './heads.js';
import { relativeBias } from './relative-bias.js';
import { rotate } from './rotary.js';
import type { Sequence } from './sequence.js';
import type { DrawnValue } from './value.js';

/** Multi-head self-attention: scores of every pair of tokens, the mask added, softmax, values. */
export function attention(
  graph: GraphBuilder,
  tokens: Sequence,
  qkv: DrawnValue,
  { heads, window, rotary, bias }: AttentionOptions<DrawnValue>,
): DrawnValue {
  const cut = cutIntoHeads(graph, qkv, heads);
  const hidden = qkv.width / 3;
  const placed = (x: string) => (rotary ? rotate(graph, tokens, x, cut.size, rotary.base) : x);
  const product = graph.node('MatMul', [placed(cut.q), turned(graph, placed(cut.k))]);
  let scores = graph.node('Add', [scaled(graph, product, 1 / Math.sqrt(cut.size)), tokens.mask()]);
  if (window !== undefined) scores = graph.node('Add', [scores, tokens.window(window)]);
  if (bias) scores = graph.node('Add', [scores, relativeBias(graph, tokens, bias)]);
  return { name: mix(graph, scores, cut, hidden), width: hidden, rows: 'tokens' };
}
