import type { Dimensions, ModelConfig, Vocabulary } from '../../family.js';
import { MOST, MOST_DROPOUT, type SettingsReader } from '../../settings/reader.js';
import type { StaticArchitecture } from './architecture.js';

/** What `config.json` of static embeddings says. */
export interface StaticConfig extends ModelConfig {
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly hidden_dropout_prob: number;
  readonly initializer_range: number;
  readonly pad_token_id: number;
}

export const newConfig = (architecture: StaticArchitecture, vocabulary: Vocabulary): StaticConfig => ({
  model_type: 'static-embeddings',
  vocab_size: vocabulary.size,
  hidden_size: architecture.hidden_size,
  hidden_dropout_prob: architecture.dropout,
  initializer_range: 0.02,
  pad_token_id: vocabulary.pad,
});

/** Reads `config.json`. */
export const readConfig = (settings: SettingsReader): StaticConfig => ({
  model_type: String(settings.all.model_type),
  vocab_size: settings.whole('vocab_size', 30_522, 1, MOST.vocabulary),
  hidden_size: settings.whole('hidden_size', 256, 1, MOST.hidden),
  hidden_dropout_prob: settings.number('hidden_dropout_prob', 0.1, 0, MOST_DROPOUT),
  initializer_range: settings.number('initializer_range', 0.02, 0, 1e6),
  pad_token_id: settings.whole('pad_token_id', 0, 0, MOST.vocabulary),
});

/** Nothing but the width of a vector is more than one. */
export const dimensionsOf = ({ vocab_size: vocabulary, hidden_size: hidden }: StaticConfig): Dimensions => ({
  vocabulary,
  hidden,
  layers: 0,
  heads: 1,
  inner: hidden,
  positions: Infinity,
  types: 0,
});
