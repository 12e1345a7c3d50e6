import { fed, selfMixed, sourceMixed, type Place } from '../../blocks/encoder-decoder-parts.js';
import type { Operations } from '../../operations.js';
import type { EncoderDecoderConfig } from '../../settings/encoder-decoder-config.js';
import { firstPosition } from './config.js';

const HOW = { epsilon: 1e-5 };

/** The table that embeds the tokens of source and target, and gives the scores of the next token. */
export const shared = ({ vocab_size: entries }: EncoderDecoderConfig) => ({ name: 'model.shared', entries });

/** The tokens' embeddings with the sinusoids of their positions, dropped. @param site of the dropout */
export function embedded<V>(on: Operations<V>, config: EncoderDecoderConfig, site: number): V {
  const { d_model: width, dropout: rate, max_position_embeddings: entries } = config;
  const scale = config.scale_embedding ? Math.sqrt(width) : 1;
  const sum = on.embed({ tokens: shared(config), scale }, width);
  const positions = { first: firstPosition(config), entries, halves: true, whole: true };
  return on.dropout(on.sinusoids(sum, positions), { site, rate });
}

/** Self-attention after its norm, added to x. @param causal a token sees those before it alone */
export function selfAttention<V>(
  on: Operations<V>,
  config: EncoderDecoderConfig,
  x: V,
  place: Place,
  causal = false,
): V {
  const normed = on.norm(`${place.at}.self_attn_layer_norm`, x, HOW);
  return added(on, config, selfMixed(on, config.d_model, normed, place, causal), x, place.site);
}

/** Attention to the source after its norm, added to x. @param memory the encoder's hidden states */
export function sourceAttention<V>(on: Operations<V>, config: EncoderDecoderConfig, x: V, memory: V, place: Place): V {
  const normed = on.norm(`${place.at}.encoder_attn_layer_norm`, x, HOW);
  return added(on, config, sourceMixed(on, config.d_model, normed, memory, place), x, place.site + 1);
}

/** The feed-forward block after its norm, added to x. */
export function feedForward<V>(on: Operations<V>, config: EncoderDecoderConfig, x: V, place: Place): V {
  const normed = on.norm(`${place.at}.final_layer_norm`, x, HOW);
  return added(on, config, fed(on, config, normed, place), x, place.site + 2);
}

/** The norm at the end of a stack. */
export const final = <V>(on: Operations<V>, x: V, stack: 'encoder' | 'decoder'): V =>
  on.norm(`model.${stack}.layer_norm`, x, HOW);

const added = <V>(on: Operations<V>, { dropout: rate }: EncoderDecoderConfig, x: V, residual: V, site: number): V =>
  on.add(x, residual, { site, rate });
