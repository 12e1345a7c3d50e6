/** The sinusoids of numbers that follow each other, [count, width]: the sine of each by a frequency in every even column 2j,
 * 1 / 10000^(2j / width), and the cosine by the same in the column after it (Vaswani et al. 2017, arXiv 1706.03762,
 * section 3.5).
 * @param halves the sines in the first half of the columns, rounded up, the cosines in the second */
export function sinusoidTable(first: number, count: number, width: number, halves = false): Float32Array {
  const half = Math.ceil(width / 2);
  const pair = (column: number) => (halves ? column % half : Math.floor(column / 2));
  const isSine = (column: number) => (halves ? column < half : column % 2 === 0);
  const frequencies = Array.from({ length: width }, (_, column) => 10_000 ** ((-2 * pair(column)) / width));
  const table = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    for (const [column, frequency] of frequencies.entries()) {
      const angle = (first + row) * frequency;
      table[row * width + column] = isSine(column) ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return table;
}
