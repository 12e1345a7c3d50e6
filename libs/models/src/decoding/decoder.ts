import type { Decoder } from '#decoding';
import { bestTokens, packing, tf } from '#engine';
import { dimensions, targetTokens } from '#families';
import type { Batch } from '#text';
import type { HeadedConfig } from '../computing/pass.js';
import { encode } from '../forward.js';
import type { Weights } from '../weights.js';
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
      slots: new Int32Array(0),
    }),
    step(state, last = state.sourceOf.map(() => start), count, banned) {
      const { logits, state: after } = nextLogits(weights, model, state, last);
      const bans = Array.from(last, (_, row) => (banned?.[row] ? [...never, ...banned[row]] : never));
      const next = bestTokens(logits, count, bans);
      tf.dispose([logits, ...(state.memory ? [state.memory] : [])]);
      return { next, state: after };
    },
    pick: pickRows,
    free: freeState,
  };
}
