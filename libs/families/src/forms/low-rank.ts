import type { LinearOptions, Operations } from '../operations.js';
import { factorNames } from './factors.js';

/** A product of two thin matrices, W = R L: y = R (L x) + b, with L [rank, in] and R [out, rank]. */
export interface LowRank {
  readonly kind: 'low-rank';
  readonly rank: number;
}

export function isLowRank(form: unknown, shape: readonly number[]): form is LowRank {
  const { kind, rank } = (form ?? {}) as { kind?: unknown; rank?: unknown };
  return kind === 'low-rank' && Number.isInteger(rank) && Number(rank) >= 1 && Number(rank) <= Math.min(...shape);
}

/** A linear layer of this form, in the words of every reading; the bias is the second factor's. */
export function lowRank<V>(
  on: Operations<V>,
  layer: string,
  { rank }: LowRank,
  x: V,
  out: number,
  options?: LinearOptions,
): V {
  const { left, right } = factorNames(layer);
  return on.linear(right, on.linear(left, x, rank, { bias: false }), out, options);
}
