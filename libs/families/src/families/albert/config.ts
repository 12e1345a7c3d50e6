import type { Vocabulary } from '../../family.js';
import { newEncoderConfig, readEncoderConfig, type EncoderConfig } from '../../settings/encoder-config.js';
import { MOST, MOST_DROPOUT, type SettingsReader } from '../../settings/reader.js';
import type { AlbertArchitecture } from './architecture.js';

/** What `config.json` of ALBERT says. */
export interface AlbertConfig extends EncoderConfig {
  /** Width of the embeddings, which a layer widens to the hidden size. */
  readonly embedding_size: number;
  /** Sets of parameters that the layers share, each by layers that follow one another. */
  readonly num_hidden_groups: number;
  /** Layers that are done one after another wherever a set is used. */
  readonly inner_group_num: number;
  readonly classifier_dropout_prob: number;
}

export function newConfig(architecture: AlbertArchitecture, vocabulary: Vocabulary): AlbertConfig {
  return {
    ...newEncoderConfig('albert', architecture, vocabulary),
    hidden_act: 'gelu_new',
    embedding_size: architecture.embedding_size ?? Math.min(128, architecture.hidden_size),
    num_hidden_groups: 1,
    inner_group_num: 1,
    classifier_dropout_prob: architecture.dropout,
  };
}

/** Reads `config.json`. */
export function readConfig(settings: SettingsReader): AlbertConfig {
  const config: AlbertConfig = {
    ...readEncoderConfig(settings, {
      vocab_size: 30_000,
      hidden_size: 4096,
      num_attention_heads: 64,
      intermediate_size: 16_384,
      hidden_act: 'gelu_new',
      hidden_dropout_prob: 0,
      attention_probs_dropout_prob: 0,
    }),
    embedding_size: settings.whole('embedding_size', 128, 1, MOST.hidden),
    num_hidden_groups: settings.whole('num_hidden_groups', 1, 1, MOST.layers),
    inner_group_num: settings.whole('inner_group_num', 1, 1, MOST.layers),
    classifier_dropout_prob: settings.number('classifier_dropout_prob', 0.1, 0, MOST_DROPOUT),
  };
  if (config.num_hidden_groups > config.num_hidden_layers) {
    const most = `at most num_hidden_layers, ${config.num_hidden_layers}`;
    throw settings.invalid('num_hidden_groups', config.num_hidden_groups, most);
  }
  return config;
}
