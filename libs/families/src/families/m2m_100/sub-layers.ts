import type { SubLayers } from '../../blocks/encoder-decoder-layers.js';
import { fed, selfMixed, sourceMixed } from '../../blocks/encoder-decoder-parts.js';
import type { Operations } from '../../operations.js';
import type { EncoderDecoderConfig } from '../../settings/encoder-decoder-config.js';
import { firstPosition } from './config.js';

const HOW = { epsilon: 1e-5 };

export const positionsOf = (config: EncoderDecoderConfig) => ({ first: firstPosition(config), whole: true });

/** Each after its norm, added to its input. */
export const SUB_LAYERS: SubLayers = {
  selfAttention(on, config, x, place, causal = false) {
    const normed = on.norm(`${place.at}.self_attn_layer_norm`, x, HOW);
    return added(on, config, selfMixed(on, config.d_model, normed, place, causal), x, place.site);
  },
  sourceAttention(on, config, x, memory, place) {
    const normed = on.norm(`${place.at}.encoder_attn_layer_norm`, x, HOW);
    return added(on, config, sourceMixed(on, config.d_model, normed, memory, place), x, place.site + 1);
  },
  feedForward(on, config, x, place) {
    const normed = on.norm(`${place.at}.final_layer_norm`, x, HOW);
    return added(on, config, fed(on, config, normed, place), x, place.site + 2);
  },
};

/** The norm at the end of a stack. */
export const final = <V>(on: Operations<V>, x: V, stack: 'encoder' | 'decoder'): V =>
  on.norm(`model.${stack}.layer_norm`, x, HOW);

const added = <V>(on: Operations<V>, { dropout: rate }: EncoderDecoderConfig, x: V, residual: V, site: number): V =>
  on.add(x, residual, { site, rate });
