import type { LotteryTicketConfig } from './config.js';

/** A rounding error more is no round more. */
const TOLERANCE = 1e-9;

/** The share of all weights that is zero after each round: 1 - (1 - p)ʳ, where each takes a share p of those that are left
 * (Frankle and Carbin 2019, arXiv 1803.03635, section 1), and the last what is asked for. */
export function roundsOf({
  sparsity,
  per_round: share,
}: Pick<LotteryTicketConfig, 'sparsity' | 'per_round'>): number[] {
  const rounds = Math.max(1, Math.ceil(Math.log1p(-sparsity) / Math.log1p(-share) - TOLERANCE));
  return Array.from({ length: rounds }, (_, round) =>
    round + 1 === rounds ? sparsity : 1 - (1 - share) ** (round + 1),
  );
}
