import type { Norm, Operations, Site } from '../operations.js';
import type { EncoderConfig } from '../settings/encoder-config.js';

/** Embeddings of tokens, positions and types as BERT and its relatives have them: added up, normalised, dropped.
 *
 * @param prefix of the tables' names
 * @param width of the tables
 * @param first row of the position table that a sentence's first token has */
export function embeddings<V>(
  on: Operations<V>,
  config: Pick<
    EncoderConfig,
    'vocab_size' | 'max_position_embeddings' | 'type_vocab_size' | 'layer_norm_eps' | 'hidden_dropout_prob'
  >,
  { prefix, width, first = 0 }: { readonly prefix: string; readonly width: number; readonly first?: number },
): V {
  const table = (name: string, entries: number) => ({ name: `${prefix}.${name}_embeddings`, entries });
  const sum = on.embed(
    {
      tokens: table('word', config.vocab_size),
      positions: { ...table('position', config.max_position_embeddings), first },
      ...(config.type_vocab_size > 0 && { types: table('token_type', config.type_vocab_size) }),
    },
    width,
  );
  const how: Norm = { epsilon: config.layer_norm_eps };
  const site: Site = { site: 0, rate: config.hidden_dropout_prob };
  return on.dropout(on.norm(`${prefix}.LayerNorm`, sum, how), site);
}
