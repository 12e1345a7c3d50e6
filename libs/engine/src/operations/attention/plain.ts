import { tf, type Tensor, type Tensor2D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import type { Packing } from '../../packing.js';
import { paddingOf, type Block } from './padding.js';
import { attend, attendBackward, mergeHeads, packRows, padRows, splitHeads } from './scaled-dot-product.js';
import { bucketsOf, type AttentionSpec } from './options.js';
import { rotate } from './rotary.js';
import { scoreBias } from './score-bias.js';

/**
 * Pads inside itself: sentences of similar length are done together, in blocks of bounded size, and only qkv and the
 * table of the relative bias are kept for backward, so that memory does not grow with the square of the length.
 */
export function attention(qkv: Tensor2D, batch: Packing, spec: AttentionSpec): Tensor2D {
  const { heads, rotary, bias, causal, window } = spec;
  const sight = { causal, window, scale: spec.scale ?? 1 / Math.sqrt(qkv.shape[1] / 3 / heads) };
  const { blocks, queryPlaces } = paddingOf(batch, batch);

  const headsOf = (qkv: Tensor, block: Block) => {
    const [q, k, v] = splitHeads(padRows(qkv as Tensor2D, block.queries), block.queries, 3, heads);
    return rotary ? [rotate(q, rotary, 1), rotate(k, rotary, 1), v] : [q, k, v];
  };
  const positions = bias && scoreBias(bucketsOf(bias, causal), heads);
  const biasOf = (table: Tensor | undefined, block: Block) => (table ? positions!.added(table, block) : null);

  const inputs = bias ? [qkv, bias.table] : [qkv];
  return differentiable(
    inputs,
    inputs,
    () => {
      const outputs = blocks.map((block) =>
        tf.tidy(() => {
          const [q, k, v] = headsOf(qkv, block);
          return mergeHeads([attend(q, k, v, block, sight, biasOf(bias?.table, block))]);
        }),
      );
      return packRows(outputs, queryPlaces);
    },
    (dy, qkv, table) => {
      const gradients = blocks.map((block) =>
        tf.tidy(() => {
          const [q, k, v] = headsOf(qkv, block);
          const [d] = splitHeads(padRows(dy, block.queries), block.queries, 1, heads);
          const { dq, dk, dv, dScores } = attendBackward(d, q, k, v, block, sight, biasOf(table, block));
          const [beforeQ, beforeK] = rotary ? [rotate(dq, rotary, -1), rotate(dk, rotary, -1)] : [dq, dk];
          return {
            qkv: mergeHeads([beforeQ, beforeK, dv]),
            ...(bias && { table: positions!.gradient(dScores, block) }),
          };
        }),
      );
      const dqkv = packRows(
        gradients.map((gradient) => gradient.qkv),
        queryPlaces,
      );
      return bias ? [dqkv, tf.addN(gradients.map((gradient) => gradient.table!))] : [dqkv];
    },
  );
}
