import type { Operations, Sinusoids } from '../operations.js';
import type { EncoderDecoderConfig } from '../settings/encoder-decoder-config.js';

/** The table that embeds the tokens of source and target, and gives the scores of the next token. */
export const sharedTable = ({ vocab_size: entries }: EncoderDecoderConfig) => ({ name: 'model.shared', entries });

/** The copies of that table in files. */
export const SHARED_COPIES: Readonly<Record<string, string>> = Object.fromEntries(
  ['model.encoder.embed_tokens', 'model.decoder.embed_tokens', 'lm_head'].map((name) => [
    `${name}.weight`,
    'model.shared.weight',
  ]),
);

/** The tokens' embeddings with the sinusoids of their positions, dropped: the same table for source and target.
 * @param site of the dropout */
export function embedded<V>(
  on: Operations<V>,
  config: EncoderDecoderConfig,
  positions: Omit<Sinusoids, 'entries' | 'halves'>,
  site: number,
): V {
  const { d_model: width, dropout: rate, max_position_embeddings: entries } = config;
  const scale = config.scale_embedding ? Math.sqrt(width) : 1;
  const sum = on.embed({ tokens: sharedTable(config), scale }, width);
  return on.dropout(on.sinusoids(sum, { ...positions, entries, halves: true }), { site, rate });
}
