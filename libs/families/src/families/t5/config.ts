import type { ModelConfig, Vocabulary } from '../../family.js';
import { ACTIVATION_NAMES } from '../../activation.js';
import { MOST, MOST_DROPOUT, type SettingsReader } from '../../settings/reader.js';
import type { T5Architecture } from './architecture.js';

/** What `config.json` says of a T5, in Transformers' words. */
export interface T5Config extends ModelConfig {
  readonly vocab_size: number;
  readonly d_model: number;
  /** Width of a head. */
  readonly d_kv: number;
  readonly d_ff: number;
  readonly num_layers: number;
  readonly num_decoder_layers: number;
  readonly num_heads: number;
  readonly relative_attention_num_buckets: number;
  readonly relative_attention_max_distance: number;
  /** Tokens of the longest input in training: nothing in the model limits them. */
  readonly n_positions: number;
  readonly dropout_rate: number;
  readonly layer_norm_epsilon: number;
  /** The activation of the feed-forward block, after `gated-` where it is gated. */
  readonly feed_forward_proj: string;
  /** Whether the table of the embeddings is that of the output. */
  readonly tie_word_embeddings: boolean;
  /** Whether hidden states are divided by the root of their width before it. */
  readonly scale_decoder_outputs: boolean;
  readonly pad_token_id: number;
  readonly eos_token_id: number;
  readonly decoder_start_token_id: number;
}

const GATED = 'gated-';

/** The activation of the feed-forward block, and whether it is gated. `gated-gelu` is the one by tanh. */
export function feedForwardOf({ feed_forward_proj: said }: Pick<T5Config, 'feed_forward_proj'>) {
  const gated = said.startsWith(GATED);
  const activation = gated ? said.slice(GATED.length) : said;
  return { gated, activation: said === 'gated-gelu' ? 'gelu_new' : activation };
}

export function newConfig(architecture: T5Architecture, { size, pad, start = pad, end = 1 }: Vocabulary): T5Config {
  const { layers, hidden_size: hidden, heads, dropout, tied } = architecture;
  return {
    model_type: 't5',
    vocab_size: size,
    d_model: hidden,
    d_kv: hidden / heads,
    d_ff: architecture.ffn_size ?? 4 * hidden,
    num_layers: layers,
    num_decoder_layers: architecture.decoder_layers ?? layers,
    num_heads: heads,
    relative_attention_num_buckets: 32,
    relative_attention_max_distance: 128,
    n_positions: architecture.max_positions,
    dropout_rate: dropout,
    layer_norm_epsilon: 1e-6,
    feed_forward_proj: architecture.feed_forward,
    tie_word_embeddings: tied,
    scale_decoder_outputs: tied,
    pad_token_id: pad,
    eos_token_id: end,
    decoder_start_token_id: start,
  };
}

export function readConfig(settings: SettingsReader): T5Config {
  settings.fixed({ is_encoder_decoder: true, is_decoder: false });
  const vocabulary = settings.whole('vocab_size', 32_128, 1, MOST.vocabulary);
  const layers = settings.whole('num_layers', 6, 1, MOST.layers);
  const buckets = settings.whole('relative_attention_num_buckets', 32, 4, 4096);
  if (buckets % 4 !== 0) throw settings.invalid('relative_attention_num_buckets', buckets, 'a multiple of 4');
  const token = (key: string, fallback: number) => settings.whole(key, fallback, 0, vocabulary - 1);
  const tied = settings.flag('tie_word_embeddings', true);
  const pad = token('pad_token_id', 0);
  return {
    model_type: String(settings.all.model_type),
    vocab_size: vocabulary,
    d_model: settings.whole('d_model', 512, 1, MOST.hidden),
    d_kv: settings.whole('d_kv', 64, 1, MOST.hidden),
    d_ff: settings.whole('d_ff', 2048, 1, MOST.inner),
    num_layers: layers,
    num_decoder_layers: settings.whole('num_decoder_layers', layers, 1, MOST.layers),
    num_heads: settings.whole('num_heads', 8, 1, MOST.hidden),
    relative_attention_num_buckets: buckets,
    relative_attention_max_distance: settings.whole(
      'relative_attention_max_distance',
      128,
      buckets / 2 + 1,
      MOST.positions,
    ),
    n_positions: settings.whole('n_positions', 512, 1, MOST.positions),
    dropout_rate: settings.number('dropout_rate', 0.1, 0, MOST_DROPOUT),
    layer_norm_epsilon: settings.number('layer_norm_epsilon', 1e-6, 0, 1),
    feed_forward_proj: settings.choice('feed_forward_proj', 'relu', FEED_FORWARD),
    tie_word_embeddings: tied,
    // Older files say it by what they tie
    scale_decoder_outputs: settings.flag('scale_decoder_outputs', tied),
    pad_token_id: pad,
    eos_token_id: token('eos_token_id', 1),
    decoder_start_token_id: token('decoder_start_token_id', pad),
  };
}

const FEED_FORWARD = ACTIVATION_NAMES.flatMap((name) => [name, `${GATED}${name}`]);
