import type { EncoderArchitecture } from '../architecture.js';
import type { Vocabulary } from '../family.js';
import { newEncoderConfig, type EncoderConfig } from './encoder-config.js';

/** Row of the position table that a sentence's first token has in RoBERTa and its relatives: those up to the padding
 * token's id are not used. */
export const firstPosition = ({ pad_token_id: pad }: Pick<EncoderConfig, 'pad_token_id'>): number => pad + 1;

/** The config of a new encoder that counts its positions so, without types. */
export function newPaddedConfig(
  type: string,
  architecture: EncoderArchitecture,
  vocabulary: Vocabulary,
): EncoderConfig {
  const config = newEncoderConfig(type, architecture, vocabulary);
  return {
    ...config,
    max_position_embeddings: config.max_position_embeddings + firstPosition(config),
    type_vocab_size: 1,
    layer_norm_eps: 1e-5,
  };
}
