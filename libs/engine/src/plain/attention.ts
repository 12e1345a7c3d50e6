import { tf, type Tensor2D } from '../backend.js';
import { differentiable } from '../differentiable.js';
import type { Packing } from '../packing.js';
import { paddingOf } from './padding.js';
import { attend, attendBackward, mergeHeads, packRows, padRows, splitHeads } from './scaled-dot-product.js';

/**
 * Pads inside itself: sentences of similar length are done together, in blocks of bounded size, and only qkv is kept
 * for backward, so that memory does not grow with the square of the length.
 */
export function attention(qkv: Tensor2D, batch: Packing, heads: number, causal: boolean): Tensor2D {
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
