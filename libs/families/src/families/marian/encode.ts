import type { Operations } from '../../operations.js';
import type { MarianConfig } from './config.js';
import { embedded, feedForward, selfAttention, type Place } from './sub-layers.js';

/** The encoder (Vaswani et al. 2017, arXiv 1706.03762, section 3.1). */
export function encode<V>(on: Operations<V>, config: MarianConfig): V {
  const { encoder_layers: layers, encoder_attention_heads: heads, encoder_ffn_dim: inner } = config;
  let x = embedded(on, config, 0);
  for (let index = 0; index < layers; index++) {
    const place: Place = { at: `model.encoder.layers.${index}`, heads, inner, site: 1 + 3 * index };
    x = on.layer(place.at, x, (input) => {
      return feedForward(on, config, selfAttention(on, config, input, place), place);
    });
  }
  return x;
}
