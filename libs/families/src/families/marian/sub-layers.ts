import type { SubLayers } from '../../blocks/encoder-decoder-layers.js';
import { fed, selfMixed, sourceMixed } from '../../blocks/encoder-decoder-parts.js';
import type { Operations } from '../../operations.js';
import type { EncoderDecoderConfig } from '../../settings/encoder-decoder-config.js';

const HOW = { epsilon: 1e-5 };

export const POSITIONS = { first: 0 };

/** Each with its residual, and the norm after it. */
export const SUB_LAYERS: SubLayers = {
  selfAttention(on, config, x, place, causal = false) {
    const mixed = selfMixed(on, config.d_model, x, place, causal);
    return normed(on, config, `${place.at}.self_attn_layer_norm`, mixed, x, place.site);
  },
  sourceAttention(on, config, x, memory, place) {
    const mixed = sourceMixed(on, config.d_model, x, memory, place);
    return normed(on, config, `${place.at}.encoder_attn_layer_norm`, mixed, x, place.site + 1);
  },
  feedForward: (on, config, x, place) =>
    normed(on, config, `${place.at}.final_layer_norm`, fed(on, config, x, place), x, place.site + 2),
};

const normed = <V>(
  on: Operations<V>,
  { dropout: rate }: EncoderDecoderConfig,
  name: string,
  x: V,
  residual: V,
  site: number,
): V => on.addNorm(name, x, residual, HOW, { site, rate });
