import type { LinearOptions, Operations } from '../operations.js';

/** A product of two thin matrices, W = R L: y = R (L x) + b, with L [rank, in] and R [out, rank]. */
export interface LowRank {
  readonly kind: 'low-rank';
  readonly rank: number;
}

/** The two linear layers that stand for one of this form; the bias is the second one's. */
export const lowRankParts = (layer: string) => ({ left: `${layer}.left`, right: `${layer}.right` });

/** A linear layer of this form, in the words of every reading. */
export function lowRank<V>(
  on: Operations<V>,
  layer: string,
  { rank }: LowRank,
  x: V,
  out: number,
  options?: LinearOptions,
): V {
  const { left, right } = lowRankParts(layer);
  return on.linear(right, on.linear(left, x, rank, { bias: false }), out, options);
}
