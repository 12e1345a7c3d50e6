import type { Vocabulary } from '../../family.js';
import { newEncoderConfig, readEncoderConfig, type EncoderConfig } from '../../settings/encoder-config.js';
import type { SettingsReader } from '../../settings/reader.js';
import type { MpnetArchitecture } from './architecture.js';

/** What `config.json` of MPNet says. */
export interface MpnetConfig extends EncoderConfig {
  readonly relative_attention_num_buckets: number;
}

/** Row of the position table that a sentence's first token has, whatever the padding token's id is. */
export const FIRST_POSITION = 2;

export function newConfig(architecture: MpnetArchitecture, vocabulary: Vocabulary): MpnetConfig {
  const config = newEncoderConfig('mpnet', architecture, vocabulary);
  return {
    ...config,
    max_position_embeddings: config.max_position_embeddings + FIRST_POSITION,
    type_vocab_size: 0,
    relative_attention_num_buckets: 32,
  };
}

export function readConfig(settings: SettingsReader): MpnetConfig {
  settings.fixed({ type_vocab_size: 0 });
  const buckets = settings.whole('relative_attention_num_buckets', 32, 4, 4096);
  if (buckets % 4 !== 0) throw settings.invalid('relative_attention_num_buckets', buckets, 'a multiple of 4');
  return {
    ...readEncoderConfig(settings, { vocab_size: 30_527, pad_token_id: 1, type_vocab_size: 0 }),
    relative_attention_num_buckets: buckets,
  };
}
