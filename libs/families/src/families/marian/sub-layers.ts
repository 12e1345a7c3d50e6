import { fed, selfMixed, sourceMixed, type Place } from '../../blocks/encoder-decoder-parts.js';
import type { Operations } from '../../operations.js';
import type { MarianConfig } from './config.js';

const EPSILON = 1e-5;

/** The tokens' embeddings with the sinusoids of their positions, dropped: the same table for source and target.
 * @param site of the dropout */
export function embedded<V>(on: Operations<V>, config: MarianConfig, site: number): V {
  const { d_model: width, vocab_size: entries, dropout: rate, max_position_embeddings: positions } = config;
  const scale = config.scale_embedding ? Math.sqrt(width) : 1;
  const sum = on.embed({ tokens: { name: 'model.shared', entries }, scale }, width);
  return on.dropout(on.sinusoids(sum, { first: 0, entries: positions, halves: true }), { site, rate });
}

/** Self-attention, its residual and norm. @param causal a token sees those before it alone */
export function selfAttention<V>(on: Operations<V>, config: MarianConfig, x: V, place: Place, causal = false): V {
  const mixed = selfMixed(on, config.d_model, x, place, causal);
  return normed(on, config, `${place.at}.self_attn_layer_norm`, mixed, x, place.site);
}

/** Attention to the source, its residual and norm. @param memory the encoder's hidden states */
export function sourceAttention<V>(on: Operations<V>, config: MarianConfig, x: V, memory: V, place: Place): V {
  const mixed = sourceMixed(on, config.d_model, x, memory, place);
  return normed(on, config, `${place.at}.encoder_attn_layer_norm`, mixed, x, place.site + 1);
}

/** The feed-forward block, its residual and norm. */
export const feedForward = <V>(on: Operations<V>, config: MarianConfig, x: V, place: Place): V =>
  normed(on, config, `${place.at}.final_layer_norm`, fed(on, config, x, place), x, place.site + 2);

const normed = <V>(on: Operations<V>, { dropout: rate }: MarianConfig, name: string, x: V, residual: V, site: number) =>
  on.addNorm(name, x, residual, { epsilon: EPSILON }, { site, rate });
