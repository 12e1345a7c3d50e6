import { tf, type Tensor2D } from './backend.js';
import { checkHeads, sizesOf } from './door.js';
import * as kernels from './kernels/attention.js';
import { kernelsServe } from './kernels/run.js';
import type { Packing } from './packing.js';
import * as plain from './plain/attention.js';

/**
 * Multi-head self-attention within each sentence of a packed batch: Vaswani et al., 2017, arXiv 1706.03762, section
 * 3.2.2, between the products that make q, k and v and the one that follows.
 *
 * Memory does not grow with the square of the length.
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
  checkHeads('attention', 'qkv', width, 3, heads);
  if (batch.rows === 0) return tf.slice(qkv, [0, 0], [0, width / 3]);
  return (kernelsServe() ? kernels : plain).attention(qkv, batch, heads, causal);
}
