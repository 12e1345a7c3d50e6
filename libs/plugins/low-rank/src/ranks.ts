import type { LowRankConfig } from './config.js';

/** The largest rank at which two factors have fewer weights than a matrix of m rows and n columns: r (m + n) < m n. */
export const largestUseful = (m: number, n: number): number => Math.ceil((m * n) / (m + n)) - 1;

/** The rank that a config asks for, from the shape alone, as far as it makes a layer smaller; of `energy`, which the weights
 * decide, the largest. 0: the layer stays as it is. */
export function rankByShape({ rank, share }: LowRankConfig, [m, n]: readonly number[]): number {
  const useful = largestUseful(m, n);
  const wanted = rank ?? (share === undefined ? useful : Math.max(1, Math.floor((share * m * n) / (m + n))));
  return wanted <= useful ? wanted : 0;
}

/** The least rank that keeps a share of the squared singular values; 0 where no rank up to `useful` does.
 * @param singular values, falling */
export function rankByEnergy(singular: ArrayLike<number>, energy: number, useful: number): number {
  const squares = Array.from(singular, (value) => value ** 2);
  const all = squares.reduce((sum, square) => sum + square, 0);
  let kept = 0;
  for (let rank = 1; rank <= Math.min(useful, squares.length); rank++) {
    kept += squares[rank - 1];
    if (kept >= energy * all) return rank;
  }
  return 0;
}
