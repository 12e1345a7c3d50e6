import { activationOf } from '../../activation.js';
import type { Operations } from '../../operations.js';
import { feedForwardOf, type T5Config } from './config.js';

/** Where a stack's names begin. */
export type Stack = 'encoder' | 'decoder';

/** The table that embeds the tokens of source and target. */
export const shared = ({ vocab_size: entries }: T5Config) => ({ name: 'shared', entries });

/** The tokens' embeddings, dropped: they have no positions. @param site of the dropout */
export const embedded = <V>(on: Operations<V>, config: T5Config, site: number): V =>
  dropped(on, config, on.embed({ tokens: shared(config) }, config.d_model), site);

/** The bias by relative position that all layers of a stack share; files have it with the first one's parameters. */
export const relativeTable = <V>(on: Operations<V>, config: T5Config, stack: Stack): V =>
  on.table(
    {
      name: `${stack}.block.0.layer.0.SelfAttention.relative_attention_bias`,
      entries: config.relative_attention_num_buckets,
    },
    config.num_heads,
  );

/** A sub-layer: its name, and the number of its place of dropout. */
export interface Place {
  readonly at: string;
  readonly site: number;
}

/** Self-attention after its norm, added to x. @param causal a token sees those before it alone */
export function selfAttention<V>(on: Operations<V>, config: T5Config, x: V, table: V, place: Place, causal = false): V {
  const { num_heads: heads, relative_attention_max_distance: distance } = config;
  const width = heads * config.d_kv;
  const name = (part: string) => `${place.at}.SelfAttention.${part}`;
  const qkv = on.sideBySide(['q', 'k', 'v'].map(name), normed(on, config, place.at, x), [width, width, width], {
    bias: false,
    heads,
  });
  const how = { heads, scale: 1, bias: { table, distance }, ...(causal && { causal }) };
  return added(on, config, on.linear(name('o'), on.attention(qkv, how), config.d_model, { bias: false }), x, place);
}

/** Attention to the source after its norm, added to x. @param memory the encoder's hidden states */
export function sourceAttention<V>(on: Operations<V>, config: T5Config, x: V, memory: V, place: Place): V {
  const { num_heads: heads } = config;
  const width = heads * config.d_kv;
  const name = (part: string) => `${place.at}.EncDecAttention.${part}`;
  const q = on.linear(name('q'), normed(on, config, place.at, x), width, { bias: false, heads });
  const kv = on.sideBySide(['k', 'v'].map(name), memory, [width, width], { bias: false, heads });
  const context = on.crossAttention(q, kv, { heads, scale: 1 });
  return added(on, config, on.linear(name('o'), context, config.d_model, { bias: false }), x, place);
}

/** The feed-forward block after its norm, added to x. */
export function feedForward<V>(on: Operations<V>, config: T5Config, x: V, place: Place): V {
  const { gated, activation } = feedForwardOf(config);
  const name = (part: string) => `${place.at}.DenseReluDense.${part}`;
  const layers = { ...(gated ? { gate: name('wi_0'), up: name('wi_1') } : { up: name('wi') }), down: name('wo') };
  const own = normed(on, config, place.at, x);
  const fed = on.feedForward({ ...layers, bias: false }, own, config.d_ff, activationOf(activation));
  return added(on, config, fed, x, place);
}

/** The norm at the end of a stack, dropped. */
export const final = <V>(on: Operations<V>, config: T5Config, x: V, stack: Stack, site: number): V =>
  dropped(on, config, on.rmsNorm(`${stack}.final_layer_norm`, x, { epsilon: config.layer_norm_epsilon }), site);

const normed = <V>(on: Operations<V>, { layer_norm_epsilon: epsilon }: T5Config, at: string, x: V) =>
  on.rmsNorm(`${at}.layer_norm`, x, { epsilon });

const added = <V>(on: Operations<V>, { dropout_rate: rate }: T5Config, x: V, residual: V, { site }: Place) =>
  on.add(x, residual, { site, rate });

const dropped = <V>(on: Operations<V>, { dropout_rate: rate }: T5Config, x: V, site: number) =>
  on.dropout(x, { site, rate });
