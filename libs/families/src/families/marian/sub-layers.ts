import { activationOf } from '../../activation.js';
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

/** A layer's place in the model: its name, its heads and width between its products, and the number of its first place of
 * dropout. */
export interface Place {
  readonly at: string;
  readonly heads: number;
  readonly inner: number;
  readonly site: number;
}

/** Self-attention, its residual and norm. @param causal a token sees those before it alone */
export function selfAttention<V>(on: Operations<V>, config: MarianConfig, x: V, place: Place, causal = false): V {
  const { at, heads, site } = place;
  const { d_model: width } = config;
  const names = ['q_proj', 'k_proj', 'v_proj'].map((part) => `${at}.self_attn.${part}`);
  const qkv = on.sideBySide(names, x, [width, width, width], { heads });
  const context = on.attention(qkv, { heads, ...(causal && { causal }) });
  const mixed = on.linear(`${at}.self_attn.out_proj`, context, width);
  return normed(on, config, `${at}.self_attn_layer_norm`, mixed, x, site);
}

/** Attention to the source, its residual and norm. @param memory the encoder's hidden states */
export function sourceAttention<V>(on: Operations<V>, config: MarianConfig, x: V, memory: V, place: Place): V {
  const { at, heads, site } = place;
  const { d_model: width } = config;
  const name = (part: string) => `${at}.encoder_attn.${part}`;
  const q = on.linear(name('q_proj'), x, width, { heads });
  const kv = on.sideBySide([name('k_proj'), name('v_proj')], memory, [width, width], { heads });
  const mixed = on.linear(name('out_proj'), on.crossAttention(q, kv, { heads }), width);
  return normed(on, config, `${at}.encoder_attn_layer_norm`, mixed, x, site + 1);
}

/** The feed-forward block, its residual and norm. */
export function feedForward<V>(on: Operations<V>, config: MarianConfig, x: V, { at, inner, site }: Place): V {
  const activation = activationOf(config.activation_function);
  const fed = on.feedForward({ up: `${at}.fc1`, down: `${at}.fc2` }, x, inner, activation);
  return normed(on, config, `${at}.final_layer_norm`, fed, x, site + 2);
}

const normed = <V>(on: Operations<V>, { dropout: rate }: MarianConfig, name: string, x: V, residual: V, site: number) =>
  on.addNorm(name, x, residual, { epsilon: EPSILON }, { site, rate });
