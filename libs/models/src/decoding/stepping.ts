import * as engine from '#engine';
import { packing, tf, type KeyValueCache, type Tensor2D } from '#engine';
import { declaredDecoder, type Operations } from '#families';
import { computing } from '../computing/computing.js';
import type { HeadedConfig } from '../computing/pass.js';
import type { Weights } from '../weights.js';
import { withNewest, type DecoderState } from './state.js';

/** The logits of the token after `last` of each row, [rows, vocabulary], and what is kept after it. Of `state` the encoder's
 * hidden states alone stay with the caller; the rest is used up. */
export function nextLogits(
  weights: Weights,
  model: HeadedConfig,
  state: DecoderState,
  last: Int32Array,
): { readonly logits: Tensor2D; readonly state: DecoderState } {
  const { sourceOf, length, packed, slots } = state;
  const each = Int32Array.from({ length: last.length + 1 }, (_, row) => row);
  const batch = { ids: last, positions: last.map(() => length), types: new Int32Array(last.length), starts: each };
  const rows = packing(each);
  const computed = computing({ model, weights, batch, packed: rows, options: {}, source: packed });
  const memory = state.memory ?? (tf.zeros([0, 1]) as Tensor2D);
  const texts = textsOf(sourceOf, packed);
  const ofSources = new Map(state.ofSources);
  const ofTexts: KeyValueCache[] = [];
  /** What is made of the sources alone is made once for all tokens. */
  const once = (key: string, x: Tensor2D, make: () => Tensor2D) => {
    if (x !== memory) return make();
    if (!ofSources.has(key)) ofSources.set(key, tf.keep(make()));
    return ofSources.get(key)!;
  };
  const on: Operations<Tensor2D> = {
    ...computed,
    linear: (name, x, out, options) => once(name, x, () => computed.linear(name, x, out, options)),
    sideBySide: (names, x, outs, options) => once(names.join(), x, () => computed.sideBySide(names, x, outs, options)),
    kronecker: (name, x, sizes, options) => once(name, x, () => computed.kronecker(name, x, sizes, options)),
    attention(qkv, { heads, scale, bias }) {
      const before = state.ofTexts.at(ofTexts.length);
      const { context, cache } = engine.cachedAttention(qkv, before, slots, { heads, scale, bias });
      tf.keep(cache.tensor);
      ofTexts.push(cache);
      return context;
    },
    crossAttention: (q, kv, how) => engine.crossAttention(q, kv, texts, packed, how),
  };
  const logits = tf.tidy(() => declaredDecoder(on, model.config, model.head, memory));
  if (!state.memory) memory.dispose();
  const after = { length: length + 1, sourceOf, packed, ofSources, ofTexts };
  return { logits, state: { ...after, slots: withNewest(slots, length, last.length) } };
}

/** The texts of each source as its rows. */
function textsOf(sourceOf: Int32Array, { sentences }: engine.Packing): engine.Packing {
  const starts = new Int32Array(sentences + 1);
  for (const source of sourceOf) starts[source + 1]++;
  for (let source = 0; source < sentences; source++) starts[source + 1] += starts[source];
  return packing(starts);
}
