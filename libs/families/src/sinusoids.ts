/** The sinusoid of a number: its sine by a frequency in each even column 2j, 1 / 10000^(2j / width), and its cosine by the
 * same in the column after it (Vaswani et al. 2017, arXiv 1706.03762, section 3.5). */
export function sinusoid(value: number, width: number): Float32Array {
  return Float32Array.from({ length: width }, (_, column) => {
    const angle = value / 10_000 ** ((2 * Math.floor(column / 2)) / width);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

/** The sinusoids of numbers that follow each other, [count, width], and that of `step` added to each, where it is given. */
export function sinusoidTable(first: number, count: number, width: number, step?: number): Float32Array {
  const table = new Float32Array(count * width);
  const shared = step === undefined ? new Float32Array(width) : sinusoid(step, width);
  for (let i = 0; i < count; i++) {
    table.set(
      sinusoid(first + i, width).map((value, column) => value + shared[column]),
      i * width,
    );
  }
  return table;
}
