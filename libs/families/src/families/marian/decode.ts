import type { Operations } from '../../operations.js';
import type { MarianConfig } from './config.js';
import { embedded, feedForward, selfAttention, sourceAttention, type Place } from './sub-layers.js';

/** The decoder (Vaswani et al. 2017, arXiv 1706.03762, section 3.1). @param memory the encoder's hidden states */
export function decode<V>(on: Operations<V>, config: MarianConfig, memory: V): V {
  const { decoder_layers: layers, decoder_attention_heads: heads, decoder_ffn_dim: inner } = config;
  const first = 1 + 3 * config.encoder_layers;
  let x = embedded(on, config, first);
  for (let index = 0; index < layers; index++) {
    const place: Place = { at: `model.decoder.layers.${index}`, heads, inner, site: first + 1 + 3 * index };
    const body = (input: V, [source]: readonly V[]) => {
      const own = selfAttention(on, config, input, place, true);
      return feedForward(on, config, sourceAttention(on, config, own, source, place), place);
    };
    x = on.layer(place.at, x, body, [memory]);
  }
  return x;
}
