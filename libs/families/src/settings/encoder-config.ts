import type { EncoderArchitecture } from '../architecture.js';
import type { Dimensions, Family, Vocabulary } from '../family.js';
import { MOST, MOST_DROPOUT, type SettingsReader } from './reader.js';

/** What `config.json` says of an encoder in the words that BERT's relatives share. */
export interface EncoderConfig {
  readonly model_type: string;
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
  readonly hidden_act: string;
  readonly hidden_dropout_prob: number;
  /** Carried along; TLC's attention has no dropout of its own: its kernels keep no probabilities. */
  readonly attention_probs_dropout_prob: number;
  /** Dropout before the classifier; `hidden_dropout_prob` where it is left out. */
  readonly classifier_dropout?: number;
  readonly max_position_embeddings: number;
  readonly type_vocab_size: number;
  readonly initializer_range: number;
  readonly layer_norm_eps: number;
  readonly pad_token_id: number;
}

/** Values that Transformers gives what a file leaves out, where a family's differ from BERT's. */
export type EncoderDefaults = Partial<Omit<EncoderConfig, 'model_type' | 'classifier_dropout'>>;

/** The config of a new encoder. */
export function newEncoderConfig(
  type: string,
  architecture: EncoderArchitecture,
  vocabulary: Vocabulary,
): EncoderConfig {
  return {
    model_type: type,
    vocab_size: vocabulary.size,
    hidden_size: architecture.hidden_size,
    num_hidden_layers: architecture.layers,
    num_attention_heads: architecture.heads,
    intermediate_size: architecture.ffn_size ?? 4 * architecture.hidden_size,
    hidden_act: 'gelu',
    hidden_dropout_prob: architecture.dropout,
    attention_probs_dropout_prob: 0,
    max_position_embeddings: architecture.max_positions,
    type_vocab_size: 2,
    initializer_range: 0.02,
    layer_norm_eps: 1e-12,
    pad_token_id: vocabulary.pad,
  };
}

/** Reads `config.json`. */
export function readEncoderConfig(settings: SettingsReader, own: EncoderDefaults = {}): EncoderConfig {
  settings.fixed({
    position_embedding_type: 'absolute',
    is_decoder: false,
    is_encoder_decoder: false,
    add_cross_attention: false,
    tie_word_embeddings: true,
  });
  const classifierDropout = settings.optionalNumber('classifier_dropout', 0, MOST_DROPOUT);
  const dropout = own.hidden_dropout_prob ?? 0.1;
  const config: EncoderConfig = {
    model_type: String(settings.all.model_type),
    vocab_size: settings.whole('vocab_size', own.vocab_size ?? 30_522, 1, MOST.vocabulary),
    hidden_size: settings.whole('hidden_size', own.hidden_size ?? 768, 1, MOST.hidden),
    num_hidden_layers: settings.whole('num_hidden_layers', own.num_hidden_layers ?? 12, 1, MOST.layers),
    num_attention_heads: settings.whole('num_attention_heads', own.num_attention_heads ?? 12, 1, MOST.hidden),
    intermediate_size: settings.whole('intermediate_size', own.intermediate_size ?? 3072, 1, MOST.inner),
    hidden_act: settings.activation('hidden_act', own.hidden_act ?? 'gelu'),
    hidden_dropout_prob: settings.number('hidden_dropout_prob', dropout, 0, MOST_DROPOUT),
    attention_probs_dropout_prob: settings.number(
      'attention_probs_dropout_prob',
      own.attention_probs_dropout_prob ?? 0.1,
      0,
      MOST_DROPOUT,
    ),
    ...(classifierDropout !== undefined && { classifier_dropout: classifierDropout }),
    max_position_embeddings: settings.whole(
      'max_position_embeddings',
      own.max_position_embeddings ?? 512,
      1,
      MOST.positions,
    ),
    type_vocab_size: settings.whole('type_vocab_size', own.type_vocab_size ?? 2, 0, 2 ** 16),
    initializer_range: settings.number('initializer_range', 0.02, 0, 1e6),
    layer_norm_eps: settings.number('layer_norm_eps', own.layer_norm_eps ?? 1e-12, 0, 1),
    pad_token_id: settings.whole('pad_token_id', own.pad_token_id ?? 0, 0, MOST.vocabulary),
  };
  settings.multiple('hidden_size', config.hidden_size, 'num_attention_heads', config.num_attention_heads);
  return config;
}

/** Sizes of an encoder.
 * @param first row of the position table that a sentence's first token has */
export function encoderDimensions(config: EncoderConfig, first = 0): Dimensions {
  return {
    vocabulary: config.vocab_size,
    hidden: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    inner: config.intermediate_size,
    positions: config.max_position_embeddings - first,
    types: Math.max(1, config.type_vocab_size),
  };
}

/** The same encoder with another depth or width, its other proportions kept. */
export function resizedEncoder<C extends EncoderConfig>(config: C, size: Parameters<Family['resized']>[1]): C {
  const { layers = config.num_hidden_layers, hidden = config.hidden_size } = size;
  const { inner = Math.ceil((config.intermediate_size * hidden) / config.hidden_size) } = size;
  return { ...config, num_hidden_layers: layers, hidden_size: hidden, intermediate_size: inner };
}
