import { tf, type Tensor, type Tensor2D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import type { Packing } from '../../packing.js';
import { bucketsOf, type CrossAttentionSpec } from '../attention/options.js';
import { paddingOf, type Block } from '../attention/padding.js';
import { scoreBias } from '../attention/score-bias.js';
import { attend, attendBackward, mergeHeads, packRows, padRows, splitHeads } from '../attention/scaled-dot-product.js';

export function crossAttention(
  q: Tensor2D,
  kv: Tensor2D,
  queries: Packing,
  keys: Packing,
  { heads, scale, bias }: CrossAttentionSpec,
): Tensor2D {
  const { blocks, queryPlaces, keyPlaces } = paddingOf(queries, keys);
  const sight = { scale: scale ?? 1 / Math.sqrt(q.shape[1] / heads) };
  const positions = bias && scoreBias(bucketsOf(bias, bias.causal), heads, bias.first);
  const biasOf = (table: Tensor | undefined, block: Block) => (table ? positions!.added(table, block) : null);
  const inputs = bias ? [q, kv, bias.table] : [q, kv];
  return differentiable(
    inputs,
    inputs,
    () => {
      const outputs = blocks.map((block) => {
        return tf.tidy(() => {
          const [query] = splitHeads(padRows(q, block.queries), block.queries, 1, heads);
          const [key, value] = splitHeads(padRows(kv, block.keys), block.keys, 2, heads);
          return mergeHeads([attend(query, key, value, block, sight, biasOf(bias?.table, block))]);
        });
      });
      return packRows(outputs, queryPlaces);
    },
    (dy, q, kv, table) => {
      const gradients = blocks.map((block) => {
        return tf.tidy(() => {
          const [query] = splitHeads(padRows(q as Tensor2D, block.queries), block.queries, 1, heads);
          const [key, value] = splitHeads(padRows(kv as Tensor2D, block.keys), block.keys, 2, heads);
          const [d] = splitHeads(padRows(dy, block.queries), block.queries, 1, heads);
          const { dq, dk, dv, dScores } = attendBackward(d, query, key, value, block, sight, biasOf(table, block));
          const own = bias && { table: positions!.gradient(dScores, block) };
          return { q: mergeHeads([dq]), kv: mergeHeads([dk, dv]), ...own };
        });
      });
      return [
        packRows(
          gradients.map((gradient) => gradient.q),
          queryPlaces,
        ),
        packRows(
          gradients.map((gradient) => gradient.kv),
          keyPlaces,
        ),
        ...(bias ? [tf.addN(gradients.map((gradient) => gradient.table!))] : []),
      ];
    },
  );
}
