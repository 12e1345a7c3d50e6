import type { KroneckerConfig } from './config.js';

/** Rows and columns of the first factor. */
export type LeftSize = readonly [rows: number, columns: number];

const divisors = (number: number): number[] =>
  Array.from({ length: number }, (_, i) => i + 1).filter((divisor) => number % divisor === 0);

/** Sizes that the first factor of a matrix [m, n] may have by a config: all of those with as few numbers in the smaller factor as
 * `share` allows, whichever of the two it is; none where two factors would have no fewer weights. */
export function leftSizes({ share, left }: KroneckerConfig, [m, n]: readonly number[]): LeftSize[] {
  const isSmaller = ([rows, columns]: LeftSize) => rows * columns + (m / rows) * (n / columns) < m * n;
  if (left) {
    const [rows, columns] = left;
    return m % rows === 0 && n % columns === 0 && isSmaller([rows, columns]) ? [[rows, columns]] : [];
  }
  const all = divisors(m).flatMap((rows) => divisors(n).map((columns): LeftSize => [rows, columns]));
  const smaller = ([rows, columns]: LeftSize) => Math.min(rows * columns, (m * n) / (rows * columns));
  const enough = all.filter((size) => smaller(size) >= 1 / share! - 1e-9 && isSmaller(size));
  if (enough.length === 0) return [];
  const least = Math.min(...enough.map(smaller));
  return enough.filter((size) => smaller(size) === least);
}
