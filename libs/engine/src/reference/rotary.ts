import type { Numbers } from './float64.js';

/** Rotary position embeddings of x [rows, hidden] over sentences, one pair of numbers at a time. */
export function rotated(
  x: Numbers,
  starts: ArrayLike<number>,
  heads: number,
  hidden: number,
  base: number,
  dimension: number,
): Numbers {
  const size = hidden / heads;
  const result = x.slice();
  for (let sentence = 0; sentence + 1 < starts.length; sentence++) {
    for (let row = starts[sentence]; row < starts[sentence + 1]; row++) {
      for (let at = row * hidden; at < (row + 1) * hidden; at += size) {
        for (let i = 0; i < dimension / 2; i++) {
          const angle = (row - starts[sentence]) / base ** ((2 * i) / dimension);
          const [first, second] = [at + i, at + i + dimension / 2];
          result[first] = x[first] * Math.cos(angle) - x[second] * Math.sin(angle);
          result[second] = x[first] * Math.sin(angle) + x[second] * Math.cos(angle);
        }
      }
    }
  }
  return result;
}
