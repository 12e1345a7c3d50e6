import { tf, type Tensor1D, type Tensor2D } from '#engine';
import type { Batch } from '#text';
import type { ForwardOptions, HeadedConfig } from './computing/pass.js';
import { logits } from './forward.js';
import type { Weights } from './weights.js';

/** Below this a product of two lengths counts as so much. */
const LEAST = 1e-8;

/**
 * How much alike an embeddings model finds the two texts of each pair: the cosine of their vectors.
 *
 * @param batch of sentences of which each two are a pair
 * @returns [pairs], from -1 to 1
 * @throws TlcError as `logits`
 */
export function similarities(
  weights: Weights,
  model: HeadedConfig,
  batch: Batch,
  options: ForwardOptions = {},
): Tensor1D {
  return tf.tidy(() => cosineOfPairs(logits(weights, model, batch, options)));
}

/** The cosine of the vectors of each pair, [pairs], of vectors [2 pairs, width] that stand one after another. */
export function cosineOfPairs(vectors: Tensor2D): Tensor1D {
  const pairs = tf.reshape(vectors, [vectors.shape[0] / 2, 2, vectors.shape[1]]);
  const [first, second] = tf.unstack(pairs, 1);
  const lengths = tf.mul(tf.norm(first, 2, 1), tf.norm(second, 2, 1));
  return tf.div(tf.sum(tf.mul(first, second), 1), tf.maximum(lengths, LEAST));
}
