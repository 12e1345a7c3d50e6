import { encoderPlaces } from '../../blocks/encoder-decoder-parts.js';
import type { Operations } from '../../operations.js';
import type { EncoderDecoderConfig } from '../../settings/encoder-decoder-config.js';
import { embedded, feedForward, final, selfAttention } from './sub-layers.js';

/** The encoder with its norms before the sub-layers and one at the end, which lets it be deep (Wang et al. 2019,
 * arXiv 1906.01787, section 2). */
export function encode<V>(on: Operations<V>, config: EncoderDecoderConfig): V {
  let x = embedded(on, config, 0);
  for (const place of encoderPlaces(config)) {
    x = on.layer(place.at, x, (input) => {
      return feedForward(on, config, selfAttention(on, config, input, place), place);
    });
  }
  return final(on, x, 'encoder');
}
