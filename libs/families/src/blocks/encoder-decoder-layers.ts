import type { Operations } from '../operations.js';
import type { EncoderDecoderConfig } from '../settings/encoder-decoder-config.js';
import { decoderPlaces, encoderPlaces, type Place } from './encoder-decoder-parts.js';

/** What layers are put together from, each with its residual and norm. */
export interface SubLayers {
  /** @param causal a token sees those before it alone */
  selfAttention<V>(on: Operations<V>, config: EncoderDecoderConfig, x: V, place: Place, causal?: boolean): V;
  /** @param memory the encoder's hidden states */
  sourceAttention<V>(on: Operations<V>, config: EncoderDecoderConfig, x: V, memory: V, place: Place): V;
  feedForward<V>(on: Operations<V>, config: EncoderDecoderConfig, x: V, place: Place): V;
}

/** The encoder's layers, of the embeddings x. */
export function encoderLayers<V>(on: Operations<V>, config: EncoderDecoderConfig, parts: SubLayers, x: V): V {
  return encoderPlaces(config).reduce((states, place) => {
    const body = (input: V) => parts.feedForward(on, config, parts.selfAttention(on, config, input, place), place);
    return on.layer(place.at, states, body);
  }, x);
}

/** The decoder's layers, of the embeddings x. @param memory the encoder's hidden states */
export function decoderLayers<V>(
  on: Operations<V>,
  config: EncoderDecoderConfig,
  parts: SubLayers,
  x: V,
  memory: V,
): V {
  return decoderPlaces(config).reduce((states, place) => {
    const body = (input: V, [source]: readonly V[]) => {
      const own = parts.selfAttention(on, config, input, place, true);
      return parts.feedForward(on, config, parts.sourceAttention(on, config, own, source, place), place);
    };
    return on.layer(place.at, states, body, [memory]);
  }, x);
}
