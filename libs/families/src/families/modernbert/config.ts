import type { Vocabulary } from '../../family.js';
import { MOST, MOST_DROPOUT, type Settings, type SettingsReader } from '../../settings/reader.js';
import type { ModernbertArchitecture } from './architecture.js';

/** The `model_type` of the model with reversible layers: TLC's own. */
export const REVERSIBLE = 'reversible-modernbert';

/** What `config.json` of ModernBERT says. */
export interface ModernbertConfig {
  readonly model_type: string;
  readonly vocab_size: number;
  readonly hidden_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly intermediate_size: number;
  readonly hidden_activation: string;
  readonly max_position_embeddings: number;
  readonly norm_eps: number;
  readonly norm_bias: boolean;
  readonly attention_bias: boolean;
  readonly mlp_bias: boolean;
  readonly classifier_bias: boolean;
  /** A layer of every so many sees the whole sentence; the others see `local_attention` tokens. */
  readonly global_attn_every_n_layers: number;
  readonly local_attention: number;
  /** Bases of the rotary positions of both kinds of layers. */
  readonly global_rope_theta: number;
  readonly local_rope_theta: number;
  readonly classifier_pooling: 'cls' | 'mean';
  readonly classifier_activation: string;
  readonly classifier_dropout: number;
  readonly embedding_dropout: number;
  /** Of the product after attention. */
  readonly attention_dropout: number;
  /** Of the feed-forward block's result; Transformers drops before its last product. */
  readonly mlp_dropout: number;
  readonly initializer_range: number;
  readonly pad_token_id: number;
}

export function newConfig(architecture: ModernbertArchitecture, vocabulary: Vocabulary): ModernbertConfig {
  return {
    model_type: architecture.reversible ? REVERSIBLE : 'modernbert',
    vocab_size: vocabulary.size,
    hidden_size: architecture.hidden_size,
    num_hidden_layers: architecture.layers,
    num_attention_heads: architecture.heads,
    // With a gate, a block of this width has as many weights as one of 4 times the hidden size without
    intermediate_size: architecture.ffn_size ?? Math.ceil((8 * architecture.hidden_size) / 3),
    hidden_activation: 'gelu',
    max_position_embeddings: architecture.max_positions,
    norm_eps: 1e-5,
    norm_bias: false,
    attention_bias: false,
    mlp_bias: false,
    classifier_bias: false,
    global_attn_every_n_layers: architecture.global_every,
    local_attention: architecture.local_attention,
    global_rope_theta: 160_000,
    local_rope_theta: 10_000,
    classifier_pooling: 'mean',
    classifier_activation: 'gelu',
    classifier_dropout: architecture.dropout,
    embedding_dropout: architecture.dropout,
    attention_dropout: architecture.dropout,
    mlp_dropout: architecture.dropout,
    initializer_range: 0.02,
    pad_token_id: vocabulary.pad,
  };
}

const isGlobal = (index: number, every: number) => index % every === 0;

/** Whether a layer sees the whole sentence. */
export const seesAll = (config: ModernbertConfig, index: number): boolean =>
  isGlobal(index, config.global_attn_every_n_layers);

/** Reads `config.json`, as Transformers 4 or 5 writes it. */
export function readConfig(settings: SettingsReader): ModernbertConfig {
  settings.fixed({ tie_word_embeddings: true, decoder_bias: true, sparse_prediction: false });
  const every = settings.whole('global_attn_every_n_layers', 3, 1, MOST.layers);
  const config: ModernbertConfig = {
    model_type: String(settings.all.model_type),
    vocab_size: settings.whole('vocab_size', 50_368, 1, MOST.vocabulary),
    hidden_size: settings.whole('hidden_size', 768, 1, MOST.hidden),
    num_hidden_layers: settings.whole('num_hidden_layers', 22, 1, MOST.layers),
    num_attention_heads: settings.whole('num_attention_heads', 12, 1, MOST.hidden),
    intermediate_size: settings.whole('intermediate_size', 1152, 1, MOST.inner),
    hidden_activation: settings.activation('hidden_activation', 'gelu'),
    max_position_embeddings: settings.whole('max_position_embeddings', 8192, 1, MOST.positions),
    norm_eps: settings.number('norm_eps', 1e-5, 0, 1),
    norm_bias: settings.flag('norm_bias', false),
    attention_bias: settings.flag('attention_bias', false),
    mlp_bias: settings.flag('mlp_bias', false),
    classifier_bias: settings.flag('classifier_bias', false),
    global_attn_every_n_layers: every,
    local_attention: settings.whole('local_attention', 128, 2, MOST.positions),
    global_rope_theta: theta(settings, 'full_attention', 'global_rope_theta', 160_000),
    local_rope_theta: theta(settings, 'sliding_attention', 'local_rope_theta', 10_000),
    classifier_pooling: settings.choice('classifier_pooling', 'cls', ['cls', 'mean']),
    classifier_activation: settings.activation('classifier_activation', 'gelu'),
    classifier_dropout: settings.number('classifier_dropout', 0, 0, MOST_DROPOUT),
    embedding_dropout: settings.number('embedding_dropout', 0, 0, MOST_DROPOUT),
    attention_dropout: settings.number('attention_dropout', 0, 0, MOST_DROPOUT),
    mlp_dropout: settings.number('mlp_dropout', 0, 0, MOST_DROPOUT),
    initializer_range: settings.number('initializer_range', 0.02, 0, 1e6),
    pad_token_id: settings.whole('pad_token_id', 50_283, 0, MOST.vocabulary),
  };
  settings.multiple('hidden_size', config.hidden_size, 'num_attention_heads', config.num_attention_heads);
  settings.multiple('hidden_size', config.hidden_size / config.num_attention_heads, 'the two halves of a head,', 2);
  settings.fixed({ layer_types: layerTypes(config) });
  return config;
}

/** The base of the rotary positions, where Transformers 5 or 4 writes it. */
function theta(settings: SettingsReader, kind: string, key: string, fallback: number): number {
  const all = settings.all.rope_parameters as Record<string, { rope_theta?: unknown; rope_type?: unknown }> | undefined;
  const own = all?.[kind];
  if (own?.rope_type !== undefined && own.rope_type !== 'default') {
    throw settings.unsupported(`rope_parameters.${kind}.rope_type`, own.rope_type, '"default"');
  }
  if (own?.rope_theta === undefined) return settings.number(key, fallback, 1, 1e12);
  if (typeof own.rope_theta === 'number' && own.rope_theta > 1) return own.rope_theta;
  throw settings.invalid(`rope_parameters.${kind}.rope_theta`, own.rope_theta, 'a number above 1');
}

const layerTypes = ({ num_hidden_layers: layers, global_attn_every_n_layers: every }: ModernbertConfig): string[] =>
  Array.from({ length: layers }, (_, i) => (isGlobal(i, every) ? 'full_attention' : 'sliding_attention'));

/** What Transformers 5 wants to find beside what its older versions do. */
export const writtenSettings = (config: ModernbertConfig): Settings => ({
  decoder_bias: true,
  layer_types: layerTypes(config),
  rope_parameters: {
    full_attention: { rope_type: 'default', rope_theta: config.global_rope_theta },
    sliding_attention: { rope_type: 'default', rope_theta: config.local_rope_theta },
  },
});
