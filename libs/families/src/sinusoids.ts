import type { Sinusoids } from './operations.js';

/** The sinusoids of numbers that follow each other, [count, width]: the sine of each by a frequency in every even column 2j,
 * 1 / 10000^(2j / width), and the cosine by the same in the column after it (Vaswani et al. 2017, arXiv 1706.03762,
 * section 3.5).
 * @param layout.halves the sines in the first half of the columns, rounded up, the cosines in the second
 * @param layout.whole frequencies down to 1 / 10000 itself, 1 / 10000^(j / (width / 2 − 1)), in halves; a last odd column is 0 */
export function sinusoidTable(
  first: number,
  count: number,
  width: number,
  { halves = false, whole = false }: Pick<Sinusoids, 'halves' | 'whole'> = {},
): Float32Array {
  const half = whole ? Math.floor(width / 2) : Math.ceil(width / 2);
  const pair = (column: number) => (halves ? column % half : Math.floor(column / 2));
  const isSine = (column: number) => (halves ? column < half : column % 2 === 0);
  const exponent = (column: number) => (whole ? pair(column) / Math.max(1, half - 1) : (2 * pair(column)) / width);
  const frequencies = Array.from({ length: width }, (_, column) => 10_000 ** -exponent(column));
  const table = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    for (const [column, frequency] of frequencies.entries()) {
      if (whole && column >= 2 * half) continue;
      const angle = (first + row) * frequency;
      table[row * width + column] = isSine(column) ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return table;
}
