import type { ModelConfig, Vocabulary } from '../../family.js';
import { MOST, MOST_DROPOUT, type SettingsReader } from '../../settings/reader.js';
import type { MarianArchitecture } from './architecture.js';

/** What `config.json` says of a Marian, in Transformers' words. */
export interface MarianConfig extends ModelConfig {
  readonly vocab_size: number;
  readonly d_model: number;
  readonly encoder_layers: number;
  readonly decoder_layers: number;
  readonly encoder_attention_heads: number;
  readonly decoder_attention_heads: number;
  readonly encoder_ffn_dim: number;
  readonly decoder_ffn_dim: number;
  readonly activation_function: string;
  readonly dropout: number;
  readonly attention_dropout: number;
  readonly activation_dropout: number;
  readonly max_position_embeddings: number;
  /** Whether embeddings are multiplied by the root of their width (Vaswani et al. 2017, section 3.4). */
  readonly scale_embedding: boolean;
  readonly init_std: number;
  readonly pad_token_id: number;
  readonly eos_token_id: number;
  readonly forced_eos_token_id: number | null;
  readonly decoder_start_token_id: number;
}

/** Matrices begin small, with Transformers' deviation for this family: what a sub-layer adds is then small beside what it adds to,
 * and layers whose norms come last learn several times sooner (Liu et al. 2020, arXiv 2004.08249; Wang et al. 2022, arXiv
 * 2203.00555) than from the deviation of Glorot and Bengio (2010); docs/results has the losses. */
export function newConfig(
  architecture: MarianArchitecture,
  { size, pad, start = pad, end = 0 }: Vocabulary,
): MarianConfig {
  const { layers, hidden_size: hidden, heads, dropout } = architecture;
  const inner = architecture.ffn_size ?? 4 * hidden;
  return {
    model_type: 'marian',
    vocab_size: size,
    d_model: hidden,
    encoder_layers: layers,
    decoder_layers: architecture.decoder_layers ?? layers,
    encoder_attention_heads: heads,
    decoder_attention_heads: heads,
    encoder_ffn_dim: inner,
    decoder_ffn_dim: inner,
    activation_function: 'relu',
    dropout,
    attention_dropout: 0,
    activation_dropout: 0,
    max_position_embeddings: architecture.max_positions,
    scale_embedding: true,
    init_std: 0.02,
    pad_token_id: pad,
    eos_token_id: end,
    forced_eos_token_id: end,
    decoder_start_token_id: start,
  };
}

export function readConfig(settings: SettingsReader): MarianConfig {
  settings.fixed({
    is_encoder_decoder: true,
    share_encoder_decoder_embeddings: true,
    tie_word_embeddings: true,
    encoder_layerdrop: 0,
    decoder_layerdrop: 0,
  });
  const vocabulary = settings.whole('vocab_size', 58_101, 1, MOST.vocabulary);
  settings.fixed({ decoder_vocab_size: vocabulary });
  const hidden = settings.whole('d_model', 1024, 1, MOST.hidden);
  const heads = (key: string) => settings.whole(key, 16, 1, MOST.hidden);
  const rate = (key: string, fallback: number) => settings.number(key, fallback, 0, MOST_DROPOUT);
  const token = (key: string, fallback: number) => settings.whole(key, fallback, 0, vocabulary - 1);
  const config: MarianConfig = {
    model_type: String(settings.all.model_type),
    vocab_size: vocabulary,
    d_model: hidden,
    encoder_layers: settings.whole('encoder_layers', 12, 1, MOST.layers),
    decoder_layers: settings.whole('decoder_layers', 12, 1, MOST.layers),
    encoder_attention_heads: heads('encoder_attention_heads'),
    decoder_attention_heads: heads('decoder_attention_heads'),
    encoder_ffn_dim: settings.whole('encoder_ffn_dim', 4096, 1, MOST.inner),
    decoder_ffn_dim: settings.whole('decoder_ffn_dim', 4096, 1, MOST.inner),
    activation_function: settings.activation('activation_function', 'gelu'),
    dropout: rate('dropout', 0.1),
    attention_dropout: rate('attention_dropout', 0),
    activation_dropout: rate('activation_dropout', 0),
    max_position_embeddings: settings.whole('max_position_embeddings', 1024, 1, MOST.positions),
    scale_embedding: settings.flag('scale_embedding', false),
    init_std: settings.number('init_std', 0.02, 0, 1e6),
    pad_token_id: token('pad_token_id', 58_100),
    eos_token_id: token('eos_token_id', 0),
    forced_eos_token_id: settings.all.forced_eos_token_id === null ? null : token('forced_eos_token_id', 0),
    decoder_start_token_id: token('decoder_start_token_id', 58_100),
  };
  for (const side of ['encoder_attention_heads', 'decoder_attention_heads'] as const) {
    settings.multiple('d_model', hidden, side, config[side]);
  }
  return config;
}
