import { encoderPlaces } from '../../blocks/encoder-decoder-parts.js';
import type { Operations } from '../../operations.js';
import type { MarianConfig } from './config.js';
import { embedded, feedForward, selfAttention } from './sub-layers.js';

/** The encoder (Vaswani et al. 2017, arXiv 1706.03762, section 3.1). */
export function encode<V>(on: Operations<V>, config: MarianConfig): V {
  let x = embedded(on, config, 0);
  for (const place of encoderPlaces(config)) {
    x = on.layer(place.at, x, (input) => {
      return feedForward(on, config, selfAttention(on, config, input, place), place);
    });
  }
  return x;
}
