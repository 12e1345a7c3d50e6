import { blocksOf, type Numbers } from '#text/numbers';

/** Shares of a text's tokens that a trimmed vocabulary keeps whole, for each number of tokens kept: the most used first, as
 * `vocabulary-pruning` keeps them. */
export function coverageOf(ids: Numbers, vocabulary: number): (size: number) => number {
  const counts = new Int32Array(vocabulary);
  for (const block of blocksOf(ids)) for (const id of block) counts[id] += 1;
  const sorted = Float64Array.from(counts).sort().reverse();
  const sums = new Float64Array(vocabulary + 1);
  for (let i = 0; i < vocabulary; i++) sums[i + 1] = sums[i] + sorted[i];
  return (size) => (ids.length === 0 ? 1 : sums[Math.min(size, vocabulary)] / ids.length);
}
