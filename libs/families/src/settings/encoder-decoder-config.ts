import type { EncoderDecoderArchitecture } from '../architecture.js';
import type { Dimensions, Family, ModelConfig, Vocabulary } from '../family.js';
import { MOST, MOST_DROPOUT, type SettingsReader } from './reader.js';

/** What `config.json` says of an encoder-decoder in the words of fairseq's relatives. */
export interface EncoderDecoderConfig extends ModelConfig {
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
  /** Carried along, as the next one: TLC's attention and feed-forward blocks have no dropout of their own. */
  readonly attention_dropout: number;
  readonly activation_dropout: number;
  readonly max_position_embeddings: number;
  /** Whether embeddings are multiplied by the root of their width (Vaswani et al. 2017, section 3.4). */
  readonly scale_embedding: boolean;
  readonly init_std: number;
  readonly pad_token_id: number;
  readonly eos_token_id: number;
  readonly decoder_start_token_id: number;
}

/** Values that Transformers gives what a file leaves out, where families differ. */
export type EncoderDecoderDefaults = Pick<
  EncoderDecoderConfig,
  | 'vocab_size'
  | 'activation_function'
  | 'attention_dropout'
  | 'scale_embedding'
  | 'pad_token_id'
  | 'eos_token_id'
  | 'decoder_start_token_id'
>;

/** The config of a new encoder-decoder: weights begin with the deviation of Glorot's uniform ones for square matrices (Glorot and
 * Bengio 2010), which is also that of embeddings that are scaled up to 1. */
export function newEncoderDecoderConfig(
  type: string,
  architecture: EncoderDecoderArchitecture,
  { size, pad, start = pad, end = 0 }: Vocabulary,
): EncoderDecoderConfig {
  const { layers, hidden_size: hidden, heads, dropout } = architecture;
  const inner = architecture.ffn_size ?? 4 * hidden;
  return {
    model_type: type,
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
    init_std: hidden ** -0.5,
    pad_token_id: pad,
    eos_token_id: end,
    decoder_start_token_id: start,
  };
}

/** Reads `config.json`. */
export function readEncoderDecoderConfig(settings: SettingsReader, own: EncoderDecoderDefaults): EncoderDecoderConfig {
  settings.fixed({ is_encoder_decoder: true, tie_word_embeddings: true });
  const vocabulary = settings.whole('vocab_size', own.vocab_size, 1, MOST.vocabulary);
  const heads = (key: string) => settings.whole(key, 16, 1, MOST.hidden);
  const rate = (key: string, fallback: number) => settings.number(key, fallback, 0, MOST_DROPOUT);
  const token = (key: 'pad_token_id' | 'eos_token_id' | 'decoder_start_token_id') =>
    settings.whole(key, own[key], 0, vocabulary - 1);
  const config: EncoderDecoderConfig = {
    model_type: String(settings.all.model_type),
    vocab_size: vocabulary,
    d_model: settings.whole('d_model', 1024, 1, MOST.hidden),
    encoder_layers: settings.whole('encoder_layers', 12, 1, MOST.layers),
    decoder_layers: settings.whole('decoder_layers', 12, 1, MOST.layers),
    encoder_attention_heads: heads('encoder_attention_heads'),
    decoder_attention_heads: heads('decoder_attention_heads'),
    encoder_ffn_dim: settings.whole('encoder_ffn_dim', 4096, 1, MOST.inner),
    decoder_ffn_dim: settings.whole('decoder_ffn_dim', 4096, 1, MOST.inner),
    activation_function: settings.activation('activation_function', own.activation_function),
    dropout: rate('dropout', 0.1),
    attention_dropout: rate('attention_dropout', own.attention_dropout),
    activation_dropout: rate('activation_dropout', 0),
    max_position_embeddings: settings.whole('max_position_embeddings', 1024, 1, MOST.positions),
    scale_embedding: settings.flag('scale_embedding', own.scale_embedding),
    init_std: settings.number('init_std', 0.02, 0, 1e6),
    pad_token_id: token('pad_token_id'),
    eos_token_id: token('eos_token_id'),
    decoder_start_token_id: token('decoder_start_token_id'),
  };
  for (const side of ['encoder_attention_heads', 'decoder_attention_heads'] as const) {
    settings.multiple('d_model', config.d_model, side, config[side]);
  }
  return config;
}

/** Sizes of an encoder-decoder. */
export const encoderDecoderDimensions = (config: EncoderDecoderConfig): Dimensions => ({
  vocabulary: config.vocab_size,
  hidden: config.d_model,
  layers: config.encoder_layers,
  heads: config.encoder_attention_heads,
  inner: config.encoder_ffn_dim,
  positions: config.max_position_embeddings,
  types: 1,
});

/** The same encoder-decoder with another depth or width, its other proportions kept. Depth and feed-forward width are the
 * encoder's, which methods cut. */
export function resizedEncoderDecoder<C extends EncoderDecoderConfig>(
  config: C,
  { layers = config.encoder_layers, hidden = config.d_model, inner }: Parameters<Family['resized']>[1],
): C {
  const ofWidth = (width: number) => Math.ceil((width * hidden) / config.d_model);
  return {
    ...config,
    d_model: hidden,
    encoder_layers: layers,
    encoder_ffn_dim: inner ?? ofWidth(config.encoder_ffn_dim),
    decoder_ffn_dim: ofWidth(config.decoder_ffn_dim),
  };
}
