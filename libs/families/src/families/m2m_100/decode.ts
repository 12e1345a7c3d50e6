import { decoderPlaces, decoderSite } from '../../blocks/encoder-decoder-parts.js';
import type { Operations } from '../../operations.js';
import type { EncoderDecoderConfig } from '../../settings/encoder-decoder-config.js';
import { embedded, feedForward, final, selfAttention, sourceAttention } from './sub-layers.js';

/** The decoder, with its norms likewise. @param memory the encoder's hidden states */
export function decode<V>(on: Operations<V>, config: EncoderDecoderConfig, memory: V): V {
  let x = embedded(on, config, decoderSite(config));
  for (const place of decoderPlaces(config)) {
    const body = (input: V, [source]: readonly V[]) => {
      const own = selfAttention(on, config, input, place, true);
      return feedForward(on, config, sourceAttention(on, config, own, source, place), place);
    };
    x = on.layer(place.at, x, body, [memory]);
  }
  return final(on, x, 'decoder');
}
