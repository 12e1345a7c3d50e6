import { tf, type Tensor2D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import type { Packing } from '../../packing.js';
import { paddingOf } from '../attention/padding.js';
import { attend, attendBackward, mergeHeads, packRows, padRows, splitHeads } from '../attention/scaled-dot-product.js';

export function crossAttention(q: Tensor2D, kv: Tensor2D, queries: Packing, keys: Packing, heads: number): Tensor2D {
  const { blocks, queryPlaces, keyPlaces } = paddingOf(queries, keys);
  const sight = { scale: 1 / Math.sqrt(q.shape[1] / heads) };
  return differentiable(
    [q, kv],
    [q, kv],
    () => {
      const outputs = blocks.map((block) => {
        return tf.tidy(() => {
          const [query] = splitHeads(padRows(q, block.queries), block.queries, 1, heads);
          const [key, value] = splitHeads(padRows(kv, block.keys), block.keys, 2, heads);
          return mergeHeads([attend(query, key, value, block, sight)]);
        });
      });
      return packRows(outputs, queryPlaces);
    },
    (dy, q, kv) => {
      const gradients = blocks.map((block) => {
        return tf.tidy(() => {
          const [query] = splitHeads(padRows(q as Tensor2D, block.queries), block.queries, 1, heads);
          const [key, value] = splitHeads(padRows(kv as Tensor2D, block.keys), block.keys, 2, heads);
          const [d] = splitHeads(padRows(dy, block.queries), block.queries, 1, heads);
          const { dq, dk, dv } = attendBackward(d, query, key, value, block, sight);
          return { q: mergeHeads([dq]), kv: mergeHeads([dk, dv]) };
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
      ];
    },
  );
}
