import { decoderPlaces, decoderSite } from '../../blocks/encoder-decoder-parts.js';
import type { Operations } from '../../operations.js';
import type { MarianConfig } from './config.js';
import { embedded, feedForward, selfAttention, sourceAttention } from './sub-layers.js';

/** The decoder (Vaswani et al. 2017, arXiv 1706.03762, section 3.1). @param memory the encoder's hidden states */
export function decode<V>(on: Operations<V>, config: MarianConfig, memory: V): V {
  let x = embedded(on, config, decoderSite(config));
  for (const place of decoderPlaces(config)) {
    const body = (input: V, [source]: readonly V[]) => {
      const own = selfAttention(on, config, input, place, true);
      return feedForward(on, config, sourceAttention(on, config, own, source, place), place);
    };
    x = on.layer(place.at, x, body, [memory]);
  }
  return x;
}
