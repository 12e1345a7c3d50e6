import { TlcError, type ArchitectureConfig } from '#contracts';
import { ENCODED_MODEL_TYPE } from '../encoding/settings.js';

/** What `config.json` of a BERT encoder, as Hugging Face writes it, says of the encoder. What it says of the head is the
 * model's `head`. */
export interface BertConfig {
  readonly model_type: 'bert';
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
  readonly hidden_act: 'gelu' | 'relu';
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

/** The config of a new encoder. */
export function bertConfig(
  architecture: ArchitectureConfig,
  vocabulary: { readonly size: number; readonly pad: number },
): BertConfig {
  return {
    model_type: 'bert',
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

/** Settings that change what the model computes, with the value that TLC has (Transformers' default, too). */
const FIXED: Readonly<Record<string, unknown>> = {
  position_embedding_type: 'absolute',
  is_decoder: false,
  is_encoder_decoder: false,
  add_cross_attention: false,
  tie_word_embeddings: true,
};

/**
 * Reads the JSON of a `config.json`; what it leaves out has the value that Transformers gives it.
 *
 * @param source names the file in errors
 * @throws TlcError MODEL_UNSUPPORTED with the setting; MODEL_CONFIG_INVALID where a value cannot be
 */
export function readBertConfig(settings: Readonly<Record<string, unknown>>, source: string): BertConfig {
  const unsupported = (key: string, value: unknown, expected: string): never => {
    const message = `${source}: ${key} is ${JSON.stringify(value)}; TLC has ${expected}.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details: { setting: key, value } });
  };
  if (settings.model_type !== 'bert' && settings.model_type !== ENCODED_MODEL_TYPE) {
    unsupported('model_type', settings.model_type ?? null, '"bert"');
  }
  for (const [key, value] of Object.entries(FIXED)) {
    if ((settings[key] ?? value) !== value) unsupported(key, settings[key], JSON.stringify(value));
  }
  const number = (key: string, fallback: number, least: number, most: number, whole = true): number => {
    const value = settings[key] ?? fallback;
    const inRange = typeof value === 'number' && value >= least && value <= most;
    if (inRange && (!whole || Number.isInteger(value))) return value;
    const expected = `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`;
    const message = `${source}: ${key} is ${JSON.stringify(value)}, expected ${expected}.`;
    throw new TlcError('MODEL_CONFIG_INVALID', message, { details: { setting: key, value } });
  };
  const activation = settings.hidden_act ?? 'gelu';
  if (activation !== 'gelu' && activation !== 'relu') return unsupported('hidden_act', activation, '"gelu" and "relu"');
  const config: BertConfig = {
    model_type: 'bert',
    vocab_size: number('vocab_size', 30_522, 1, 2 ** 31 - 1),
    hidden_size: number('hidden_size', 768, 1, 2 ** 20),
    num_hidden_layers: number('num_hidden_layers', 12, 1, 1000),
    num_attention_heads: number('num_attention_heads', 12, 1, 2 ** 20),
    intermediate_size: number('intermediate_size', 3072, 1, 2 ** 24),
    hidden_act: activation,
    hidden_dropout_prob: number('hidden_dropout_prob', 0.1, 0, 0.999, false),
    attention_probs_dropout_prob: number('attention_probs_dropout_prob', 0.1, 0, 0.999, false),
    ...(typeof (settings.classifier_dropout ?? null) === 'number' && {
      classifier_dropout: number('classifier_dropout', 0.1, 0, 0.999, false),
    }),
    max_position_embeddings: number('max_position_embeddings', 512, 1, 2 ** 24),
    type_vocab_size: number('type_vocab_size', 2, 1, 2 ** 16),
    initializer_range: number('initializer_range', 0.02, 0, 1e6, false),
    layer_norm_eps: number('layer_norm_eps', 1e-12, 0, 1, false),
    pad_token_id: number('pad_token_id', 0, 0, 2 ** 31 - 1),
  };
  const { hidden_size: hidden, num_attention_heads: heads } = config;
  if (hidden % heads !== 0) {
    const message = `${source}: hidden_size ${hidden} is not a multiple of num_attention_heads ${heads}.`;
    throw new TlcError('MODEL_CONFIG_INVALID', message, { details: { setting: 'num_attention_heads', value: heads } });
  }
  return config;
}
