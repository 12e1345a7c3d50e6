import { tf, type Tensor2D } from './backend.js';
import { differentiable } from './differentiable.js';
import { refuse, sizesOf } from './door.js';
import type { Packing } from './packing.js';
import { paddingOf } from './padding.js';
import { attend, attendBackward, mergeHeads, packRows, padRows, splitHeads } from './scaled-dot-product.js';

/**
 * Multi-head attention from each sentence of one packed batch to the sentence of the same number in another, as from a
 * decoder to its encoder: Vaswani et al., 2017, arXiv 1706.03762, section 3.2.3. Works as `attention` does.
 *
 * @param q [query rows, hidden], its heads one after another
 * @param kv [key rows, 2 · hidden]: in each row k and v, each of them its heads one after another
 * @param queries where the sentences lie in the rows of q
 * @param keys where they lie in the rows of kv; as many sentences
 * @param heads a divisor of hidden
 * @returns [query rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function crossAttention(q: Tensor2D, kv: Tensor2D, queries: Packing, keys: Packing, heads: number): Tensor2D {
  const { hidden } = sizesOf('crossAttention', { q: [q, [queries.rows, 'hidden']] });
  sizesOf('crossAttention', { kv: [kv, [keys.rows, 2 * hidden]] });
  if (hidden % heads !== 0) refuse('crossAttention', `q has ${hidden} columns, expected a multiple of ${heads} heads`);
  if (queries.sentences !== keys.sentences) {
    refuse('crossAttention', `queries has ${queries.sentences} sentences and keys ${keys.sentences}, expected as many`);
  }
  if (queries.rows === 0) return tf.slice(q, [0, 0], [0, hidden]);
  const { blocks, queryPlaces, keyPlaces } = paddingOf(queries, keys);
  return differentiable(
    [q, kv],
    [q, kv],
    () => {
      const outputs = blocks.map((block) => {
        return tf.tidy(() => {
          const [query] = splitHeads(padRows(q, block.queries), block.queries, 1, heads);
          const [key, value] = splitHeads(padRows(kv, block.keys), block.keys, 2, heads);
          return mergeHeads([attend(query, key, value, block, false)]);
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
          const [dq, dk, dv] = attendBackward(d, query, key, value, block, false);
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
