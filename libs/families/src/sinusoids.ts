/** The sinusoids of numbers that follow each other, [count, width]: the sine of each by a frequency in every even column 2j,
 * 1 / 10000^(2j / width), and the cosine by the same in the column after it (Vaswani et al. 2017, arXiv 1706.03762,
 * section 3.5). */
export function sinusoidTable(first: number, count: number, width: number): Float32Array {
  const frequencies = Array.from({ length: width }, (_, column) => 10_000 ** ((-2 * Math.floor(column / 2)) / width));
  const table = new Float32Array(count * width);
  for (let row = 0; row < count; row++) {
    for (const [column, frequency] of frequencies.entries()) {
      const angle = (first + row) * frequency;
      table[row * width + column] = column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    }
  }
  return table;
}
