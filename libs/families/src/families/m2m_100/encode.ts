import { encoderLayers } from '../../blocks/encoder-decoder-layers.js';
import { embedded } from '../../blocks/shared-embeddings.js';
import type { Operations } from '../../operations.js';
import type { EncoderDecoderConfig } from '../../settings/encoder-decoder-config.js';
import { final, positionsOf, SUB_LAYERS } from './sub-layers.js';

/** The encoder with its norms before the sub-layers and one at the end, which lets it be deep (Wang et al. 2019,
 * arXiv 1906.01787, section 2). */
export function encode<V>(on: Operations<V>, config: EncoderDecoderConfig): V {
  const x = embedded(on, config, positionsOf(config), 0);
  return final(on, encoderLayers(on, config, SUB_LAYERS, x), 'encoder');
}
