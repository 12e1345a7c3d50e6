import type { LinearOptions, Operations } from '../operations.js';
import type { Structure } from './structure.js';

/** A reading of a model that has not all of its family's layers, heads and widths: what a family declares is as large as the
 * structure says. The order of layers is that of one pass, so that each pass has a reading of its own. */
export function withShapes<V>(on: Operations<V>, structure: Structure | undefined): Operations<V> {
  const { layers, heads = {}, inner = {} } = structure ?? {};
  if (!layers && Object.keys(heads).length === 0 && Object.keys(inner).length === 0) return on;
  let name = '';
  let index = 0;
  /** A part of a layer, which backward may compute again when the pass has long come to other layers. */
  const within =
    <A extends readonly unknown[]>(own: string, part: (...given: A) => V) =>
    (...given: A): V => {
      const before = name;
      name = own;
      try {
        return part(...given);
      } finally {
        name = before;
      }
    };
  const isLeft = () => !layers || layers.includes(index++);
  const narrowed = (out: number, { heads: all }: LinearOptions = {}) =>
    all !== undefined && name in heads ? (out / all) * heads[name].length : out;
  return {
    ...on,
    // Layers are numbered within the encoder
    target: () => withShapes(on.target(), { heads, inner }),
    linear: (layer, x, out, options) => on.linear(layer, x, narrowed(out, options), options),
    sideBySide: (names, x, outs, options) =>
      on.sideBySide(
        names,
        x,
        outs.map((out) => narrowed(out, options)),
        options,
      ),
    attention(qkv, how) {
      const left = heads[name] as readonly number[] | undefined;
      if (!left) return on.attention(qkv, how);
      const { bias } = how;
      const own = bias && { bias: { ...bias, table: on.columns(bias.table, left) } };
      return on.attention(qkv, { ...how, ...own, heads: left.length });
    },
    disentangled: (qkv, how) => on.disentangled(qkv, { ...how, heads: heads[name]?.length ?? how.heads }),
    feedForward: (parts, x, width, activation) => on.feedForward(parts, x, inner[name] ?? width, activation),
    layer: (own, x, body, outside) => (isLeft() ? on.layer(own, x, within(own, body), outside) : x),
    reversible(all, x) {
      const left = all.filter(isLeft).map((layer) => ({
        ...layer,
        attention: { ...layer.attention, body: within(layer.name, layer.attention.body) },
        feedForward: { ...layer.feedForward, body: within(layer.name, layer.feedForward.body) },
      }));
      return on.reversible(left, x);
    },
  };
}
