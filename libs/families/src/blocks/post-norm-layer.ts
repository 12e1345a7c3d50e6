import { activationOf } from '../activation.js';
import type { Operations } from '../operations.js';
import type { EncoderConfig } from '../settings/encoder-config.js';

/** Sizes that a layer takes from its config. */
export type LayerConfig = Pick<
  EncoderConfig,
  'hidden_size' | 'num_attention_heads' | 'intermediate_size' | 'hidden_act' | 'hidden_dropout_prob' | 'layer_norm_eps'
> & {
  /** Dropout of the feed-forward block's result; that of the hidden states when left out. */
  readonly fed_dropout?: number;
};

/** The names of a layer's parts within it. */
export interface LayerNames {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  /** The product after attention, and the norm of its sub-layer. */
  readonly mixed: string;
  readonly mixedNorm: string;
  readonly up: string;
  readonly down: string;
  readonly downNorm: string;
}

/** BERT's names, which its relatives share. */
export const BERT_NAMES: LayerNames = {
  query: 'attention.self.query',
  key: 'attention.self.key',
  value: 'attention.self.value',
  mixed: 'attention.output.dense',
  mixedNorm: 'attention.output.LayerNorm',
  up: 'intermediate.dense',
  down: 'output.dense',
  downNorm: 'output.LayerNorm',
};

/** What attention does between its products: with the queries, keys and values beside one another. */
export type Attend<V> = (qkv: V) => V;

/** A layer of a Transformer as it was published (Vaswani et al. 2017, arXiv 1706.03762, section 3): attention, then the
 * feed-forward block, each followed by dropout, its residual, and a norm.
 *
 * @param at the layer's name
 * @param index of the layer, which numbers its places of dropout
 * @param attend self-attention over all tokens of the sentence when left out */
export function postNormLayer<V>(
  on: Operations<V>,
  config: LayerConfig,
  x: V,
  { at, index, names = BERT_NAMES }: { readonly at: string; readonly index: number; readonly names?: LayerNames },
  attend: Attend<V> = (qkv) => on.attention(qkv, { heads: config.num_attention_heads }),
): V {
  const { hidden_size: hidden, hidden_dropout_prob: rate, fed_dropout: fedRate = rate } = config;
  const how = { epsilon: config.layer_norm_eps };
  const name = (part: keyof LayerNames) => `${at}.${names[part]}`;
  const qkv = on.sideBySide([name('query'), name('key'), name('value')], x, [hidden, hidden, hidden], {
    heads: config.num_attention_heads,
  });
  const mixed = on.linear(name('mixed'), attend(qkv), hidden);
  const attended = on.addNorm(name('mixedNorm'), mixed, x, how, { site: 1 + 2 * index, rate });
  const layers = { up: name('up'), down: name('down') };
  const fed = on.feedForward(layers, attended, config.intermediate_size, activationOf(config.hidden_act));
  return on.addNorm(name('downNorm'), fed, attended, how, { site: 2 + 2 * index, rate: fedRate });
}
