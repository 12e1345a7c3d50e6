import { decoderLayers } from '../../blocks/encoder-decoder-layers.js';
import { decoderSite } from '../../blocks/encoder-decoder-parts.js';
import { embedded } from '../../blocks/shared-embeddings.js';
import type { Operations } from '../../operations.js';
import type { MarianConfig } from './config.js';
import { POSITIONS, SUB_LAYERS } from './sub-layers.js';

/** The decoder (Vaswani et al. 2017, arXiv 1706.03762, section 3.1). @param memory the encoder's hidden states */
export const decode = <V>(on: Operations<V>, config: MarianConfig, memory: V): V =>
  decoderLayers(on, config, SUB_LAYERS, embedded(on, config, POSITIONS, decoderSite(config)), memory);
