import { tf, type Tensor2D } from './backend.js';
import { differentiable } from './differentiable.js';
import { refuse, sizesOf } from './door.js';
import type { Packing } from './packing.js';
import { paddingOf } from './padding.js';
import { attend, attendBackward, mergeHeads, packRows, padRows, splitHeads } from './scaled-dot-product.js';

/**
 * Multi-head self-attention within each sentence of a packed batch: Vaswani et al., 2017, arXiv 1706.03762, section
 * 3.2.2, between the products that make q, k and v and the one that follows.
 *
 * Pads inside itself: sentences of similar length are done together, in blocks of bounded size, and only qkv is kept
 * for backward, so that memory does not grow with the square of the length.
 *
 * @param qkv [rows, 3 · hidden]: in each row q, k and v, each of them its heads one after another
 * @param batch where the sentences lie in the rows
 * @param heads a divisor of hidden
 * @param options.causal whether a row sees only rows up to itself
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function attention(qkv: Tensor2D, batch: Packing, heads: number, { causal = false } = {}): Tensor2D {
  const { width } = sizesOf('attention', { qkv: [qkv, [batch.rows, 'width']] });
  if (width % (3 * heads) !== 0) {
    refuse('attention', `qkv has ${width} columns, expected a multiple of 3 x ${heads} heads`);
  }
  if (batch.rows === 0) return tf.slice(qkv, [0, 0], [0, width / 3]);
  const { blocks, queryPlaces } = paddingOf(batch, batch);
  return differentiable(
    [qkv],
    [qkv],
    () => {
      const outputs = blocks.map((block) => {
        return tf.tidy(() => {
          const [q, k, v] = splitHeads(padRows(qkv, block.queries), block.queries, 3, heads);
          return mergeHeads([attend(q, k, v, block, causal)]);
        });
      });
      return packRows(outputs, queryPlaces);
    },
    (dy, qkv) => {
      const gradients = blocks.map((block) => {
        return tf.tidy(() => {
          const [q, k, v] = splitHeads(padRows(qkv as Tensor2D, block.queries), block.queries, 3, heads);
          const [d] = splitHeads(padRows(dy, block.queries), block.queries, 1, heads);
          return mergeHeads(attendBackward(d, q, k, v, block, causal));
        });
      });
      return [packRows(gradients, queryPlaces)];
    },
  );
}
