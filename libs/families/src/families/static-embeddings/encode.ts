import type { Operations } from '../../operations.js';
import type { StaticConfig } from './config.js';

export const TABLE = 'static_embeddings.word_embeddings';

/** The vector of each token, whatever stands around it. What a token weighs in the mean of a text is in the length of its
 * vector (Arora et al. 2017, "A simple but tough-to-beat baseline for sentence embeddings"). */
export function encode<V>(on: Operations<V>, config: StaticConfig): V {
  const embedded = on.embed({ tokens: { name: TABLE, entries: config.vocab_size } }, config.hidden_size);
  return on.dropout(embedded, { site: 0, rate: config.hidden_dropout_prob });
}
