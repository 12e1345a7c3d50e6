import type { Embeddings } from '../head.js';
import type { Operations } from '../operations.js';

/** A vector for each sentence: its hidden states pooled, and where asked for divided by its length (Reimers and Gurevych
 * 2019, arXiv 1908.10084, section 3). */
export function embedding<V>(on: Operations<V>, hidden: V, { pooling, normalize }: Embeddings): V {
  const vectors = pooling.map((how) => on.pick(hidden, how));
  const vector = vectors.length === 1 ? vectors[0] : on.concat(vectors);
  return normalize ? on.unitLength(vector) : vector;
}
