import { encoderLayers } from '../../blocks/encoder-decoder-layers.js';
import { embedded } from '../../blocks/shared-embeddings.js';
import type { Operations } from '../../operations.js';
import type { MarianConfig } from './config.js';
import { POSITIONS, SUB_LAYERS } from './sub-layers.js';

/** The encoder (Vaswani et al. 2017, arXiv 1706.03762, section 3.1). */
export const encode = <V>(on: Operations<V>, config: MarianConfig): V =>
  encoderLayers(on, config, SUB_LAYERS, embedded(on, config, POSITIONS, 0));
