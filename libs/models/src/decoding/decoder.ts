import type { Decoder } from '#decoding';
import { packing, tf } from '#engine';
import { dimensions, targetTokens } from '#families';
import type { Batch } from '#text';
import type { HeadedConfig } from '../computing/pass.js';
import { encode } from '../forward.js';
import type { Weights } from '../weights.js';
import { bestTokens } from './best-tokens.js';
import { freeState, pickRows, type DecoderState } from './state.js';
import { nextLogits } from './stepping.js';

/**
 * A model that continues texts, given the sources of a batch.
 *
 * @throws TlcError MODEL_WRONG_HEAD for a model without a decoder; ENGINE_WRONG_SHAPE as `encode`
 */
export function decoderOf(weights: Weights, model: HeadedConfig, batch: Batch): Decoder<DecoderState> {
  const { start, end, never } = targetTokens(model.config);
  const packed = packing(batch.starts);
  const { vocabulary } = dimensions(model.config);
  return {
    end,
    vocabulary,
    sources: packed.sentences,
    begin: () => ({
      length: 0,
      sourceOf: Int32Array.from({ length: packed.sentences }, (_, source) => source),
      packed,
      memory: encode(weights, model, batch),
      ofSources: new Map(),
      ofTexts: [],
    }),
    step(state, last = state.sourceOf.map(() => start), count, banned) {
      const { logits, state: after } = nextLogits(weights, model, state, last);
      const next = bestTokens(logits, count, { banned, never });
      tf.dispose([logits, ...(state.memory ? [state.memory] : []), ...state.ofTexts]);
      return { next, state: after };
    },
    pick: pickRows,
    free: freeState,
  };
}
