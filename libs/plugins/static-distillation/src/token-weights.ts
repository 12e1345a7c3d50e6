/** Smooth inverse frequency, a / (a + p), of each token (Arora et al. 2017, "A simple but tough-to-beat baseline for sentence
 * embeddings", section 3).
 * @param counts how often each is there @returns from 0 to 1; 1 for a token that is not there */
export function inverseFrequency(counts: ArrayLike<number>, a: number): Float32Array {
  let all = 0;
  for (let id = 0; id < counts.length; id++) all += counts[id];
  return Float32Array.from(counts, (count) => (all === 0 ? 1 : a / (a + count / all)));
}

/** How frequent tokens are by Zipf's law, where the vocabulary has the frequent ones first: as 1 over their rank, which Model2Vec
 * counts from 2 (version 0.3 on). */
export const zipfCounts = (vocabulary: number): Float64Array =>
  Float64Array.from({ length: vocabulary }, (_, id) => 1 / (id + 2));
