import { tf, type Tensor2D } from '../../backend.js';
import { checkHeads, refuse, sizesOf } from '../../shape-checks.js';
import { kernelsServe } from '../../kernels/run.js';
import type { Packing } from '../../packing.js';
import * as kernel from './kernel.js';
import { checkRelativeBias, checkScale } from './checks.js';
import type { AttentionSpec, Rotary } from './options.js';
import * as plain from './plain.js';

/**
 * Multi-head self-attention within each sentence of a packed batch: Vaswani et al., 2017, arXiv 1706.03762, section
 * 3.2.2, between the products that make q, k and v and the one that follows. The position of a row is its number within
 * its sentence.
 *
 * Memory does not grow with the square of the length.
 *
 * @param qkv [rows, 3 · hidden]: in each row q, k and v, each of them its heads one after another
 * @param batch where the sentences lie in the rows
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function attention(qkv: Tensor2D, batch: Packing, spec: AttentionSpec): Tensor2D {
  const { width } = sizesOf('attention', { qkv: [qkv, [batch.rows, 'width']] });
  const { heads, window, rotary, scale, bias, causal } = spec;
  checkHeads('attention', 'qkv', width, 3, heads);
  const size = width / 3 / heads;
  if (window !== undefined && !(Number.isInteger(window) && window >= 0)) {
    refuse('attention', `window is ${window}, expected a whole number from 0`);
  }
  if (rotary) checkRotary(rotary, size);
  checkScale('attention', scale);
  if (bias) checkRelativeBias('attention', bias, heads, causal);
  if (batch.rows === 0) return tf.slice(qkv, [0, 0], [0, width / 3]);
  return (kernelsServe() ? kernel : plain).attention(qkv, batch, spec);
}

function checkRotary({ base, dimension }: Rotary, size: number): void {
  if (!(base > 1 && base < Infinity)) refuse('attention', `rotary.base is ${base}, expected a number above 1`);
  const turned = dimension ?? size;
  if (!(Number.isInteger(turned) && turned >= 0 && turned <= size && turned % 2 === 0)) {
    refuse('attention', `rotary.dimension is ${turned}, expected an even number up to ${size}, the size of a head`);
  }
}
