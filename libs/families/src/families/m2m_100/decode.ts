import { decoderLayers } from '../../blocks/encoder-decoder-layers.js';
import { decoderSite } from '../../blocks/encoder-decoder-parts.js';
import { embedded } from '../../blocks/shared-embeddings.js';
import type { Operations } from '../../operations.js';
import type { EncoderDecoderConfig } from '../../settings/encoder-decoder-config.js';
import { final, positionsOf, SUB_LAYERS } from './sub-layers.js';

/** The decoder, with its norms likewise. @param memory the encoder's hidden states */
export function decode<V>(on: Operations<V>, config: EncoderDecoderConfig, memory: V): V {
  const x = embedded(on, config, positionsOf(config), decoderSite(config));
  return final(on, decoderLayers(on, config, SUB_LAYERS, x, memory), 'decoder');
}
