import type { Tensor2D } from '../../backend.js';
import { checkedIndices, refuse, sizesOf } from '../../shape-checks.js';
import { kernelsServe } from '../../kernels/run.js';
import * as kernel from './kernel.js';
import type { Bans, BestTokens } from './options.js';
import * as plain from './plain.js';

/**
 * The most probable tokens of each row. A banned one has no probability, and comes last; those of the others are what they
 * would be without the ban. It has no gradient.
 *
 * @param logits [rows, vocabulary]
 * @param count tokens of each row, at most vocabulary
 * @param banned tokens that a row may not have, by row
 * @throws ENGINE_WRONG_SHAPE
 */
export function bestTokens(logits: Tensor2D, count: number, banned: readonly (readonly number[])[]): BestTokens {
  const { rows, vocabulary } = sizesOf('bestTokens', { logits: [logits, ['rows', 'vocabulary']] });
  if (!(Number.isInteger(count) && count >= 1 && count <= vocabulary)) {
    refuse('bestTokens', `count is ${count}, expected 1 to ${vocabulary}`);
  }
  if (banned.length !== rows) refuse('bestTokens', `banned has ${banned.length} rows, expected ${rows}`);
  const bans = joined(banned);
  checkedIndices('bestTokens', 'banned', bans.tokens, vocabulary);
  return (kernelsServe() ? kernel : plain).bestTokens(logits, count, bans);
}

function joined(banned: readonly (readonly number[])[]): Bans {
  const starts = new Int32Array(banned.length + 1);
  for (const [row, own] of banned.entries()) starts[row + 1] = starts[row] + own.length;
  const tokens = new Int32Array(starts[banned.length]);
  for (const [row, own] of banned.entries()) tokens.set(own, starts[row]);
  return { starts, tokens };
}
