import { activationOf } from '../activation.js';
import type { Operations } from '../operations.js';
import type { EncoderDecoderConfig } from '../settings/encoder-decoder-config.js';

/** A layer's place in the model: its name, its heads and width between its products, and the number of its first place of
 * dropout. */
export interface Place {
  readonly at: string;
  readonly heads: number;
  readonly inner: number;
  readonly site: number;
}

/** The places of an encoder's layers, each with a place of dropout for its two sub-layers and one more. */
export const encoderPlaces = (config: EncoderDecoderConfig): Place[] =>
  Array.from({ length: config.encoder_layers }, (_, index) => ({
    at: `model.encoder.layers.${index}`,
    heads: config.encoder_attention_heads,
    inner: config.encoder_ffn_dim,
    site: 1 + 3 * index,
  }));

/** The number of the place of dropout of a decoder's embeddings. */
export const decoderSite = (config: EncoderDecoderConfig): number => 1 + 3 * config.encoder_layers;

/** Those of a decoder's layers, with a place of dropout for each of three sub-layers. */
export const decoderPlaces = (config: EncoderDecoderConfig): Place[] =>
  Array.from({ length: config.decoder_layers }, (_, index) => ({
    at: `model.decoder.layers.${index}`,
    heads: config.decoder_attention_heads,
    inner: config.decoder_ffn_dim,
    site: decoderSite(config) + 1 + 3 * index,
  }));

/** Self-attention and the product after it. @param causal a token sees those before it alone */
export function selfMixed<V>(on: Operations<V>, width: number, x: V, { at, heads }: Place, causal: boolean): V {
  const names = ['q_proj', 'k_proj', 'v_proj'].map((part) => `${at}.self_attn.${part}`);
  const qkv = on.sideBySide(names, x, [width, width, width], { heads });
  const context = on.attention(qkv, { heads, ...(causal && { causal }) });
  return on.linear(`${at}.self_attn.out_proj`, context, width);
}

/** Attention to the source and the product after it. @param memory the encoder's hidden states */
export function sourceMixed<V>(on: Operations<V>, width: number, x: V, memory: V, { at, heads }: Place): V {
  const name = (part: string) => `${at}.encoder_attn.${part}`;
  const q = on.linear(name('q_proj'), x, width, { heads });
  const kv = on.sideBySide([name('k_proj'), name('v_proj')], memory, [width, width], { heads });
  return on.linear(name('out_proj'), on.crossAttention(q, kv, { heads }), width);
}

/** The feed-forward block. */
export const fed = <V>(on: Operations<V>, { activation_function: name }: EncoderDecoderConfig, x: V, place: Place): V =>
  on.feedForward({ up: `${place.at}.fc1`, down: `${place.at}.fc2` }, x, place.inner, activationOf(name));
