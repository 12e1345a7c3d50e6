import * as engine from '#engine';
import { packing, tf, type Tensor2D, type Tensor3D } from '#engine';
import { declaredDecoder, type Operations } from '#families';
import { computing } from '../computing/computing.js';
import type { HeadedConfig } from '../computing/pass.js';
import type { Weights } from '../weights.js';
import type { DecoderState } from './state.js';

/** The logits of the token after `last` of each row, [rows, vocabulary], and what is kept after it. The tensors of `state`
 * stay with the caller, but for those of the sources, which the new state has, too. */
export function nextLogits(
  weights: Weights,
  model: HeadedConfig,
  state: DecoderState,
  last: Int32Array,
): { readonly logits: Tensor2D; readonly state: DecoderState } {
  const { sourceOf, length, packed } = state;
  const each = Int32Array.from({ length: last.length + 1 }, (_, row) => row);
  const batch = { ids: last, positions: last.map(() => length), types: new Int32Array(last.length), starts: each };
  const rows = packing(each);
  const computed = computing({ model, weights, batch, packed: rows, options: {}, source: packed });
  const memory = state.memory ?? (tf.zeros([0, 1]) as Tensor2D);
  // One query for each row; its keys are all its tokens, or those of its source
  const own = packing(each.map((row) => row * (length + 1)));
  const texts = textsOf(sourceOf, packed);
  const ofSources = new Map(state.ofSources);
  const ofTexts: Tensor3D[] = [];
  /** What is made of the sources alone, once for all tokens. */
  const once = (key: string, make: () => Tensor2D) => {
    if (!ofSources.has(key)) ofSources.set(key, tf.keep(make()));
    return ofSources.get(key)!;
  };
  const on: Operations<Tensor2D> = {
    ...computed,
    linear(name, x, out, options) {
      const make = () => computed.linear(name, x, out, options);
      return x === memory ? once(name, make) : make();
    },
    sideBySide(names, x, outs, options) {
      const make = () => computed.sideBySide(names, x, outs, options);
      return x === memory ? once(names.join(), make) : make();
    },
    kronecker(name, x, sizes, options) {
      const make = () => computed.kronecker(name, x, sizes, options);
      return x === memory ? once(name, make) : make();
    },
    attention(qkv, { heads, scale, bias }) {
      const hidden = qkv.shape[1] / 3;
      const [q, kv] = tf.split(qkv, [hidden, 2 * hidden], 1) as Tensor2D[];
      const before = state.ofTexts.at(ofTexts.length);
      const token = tf.reshape(kv, [last.length, 1, 2 * hidden]) as Tensor3D;
      const all = tf.keep(before ? tf.concat([before, token], 1) : tf.clone(token));
      ofTexts.push(all);
      const continued = bias && { ...bias, causal: true, first: length };
      return engine.crossAttention(q, tf.reshape(all, [-1, 2 * hidden]), rows, own, { heads, scale, bias: continued });
    },
    crossAttention: (q, kv, how) => engine.crossAttention(q, kv, texts, packed, how),
  };
  const logits = tf.tidy(() => declaredDecoder(on, model.config, model.head, memory));
  if (!state.memory) memory.dispose();
  return { logits, state: { length: length + 1, sourceOf, packed, ofSources, ofTexts } };
}

/** The texts of each source as its rows. */
function textsOf(sourceOf: Int32Array, { sentences }: engine.Packing): engine.Packing {
  const starts = new Int32Array(sentences + 1);
  for (const source of sourceOf) starts[source + 1]++;
  for (let source = 0; source < sentences; source++) starts[source + 1] += starts[source];
  return packing(starts);
}
