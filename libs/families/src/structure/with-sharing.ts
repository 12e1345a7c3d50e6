import type { Operations } from '../operations.js';
import type { Structure } from './structure.js';

/** A reading of a model whose layers use the parameters of others: whatever a family calls by the name of such a layer has the
 * name of that other one. */
export function withSharing<V>(on: Operations<V>, structure: Structure | undefined): Operations<V> {
  const shared = Object.entries(structure?.shared ?? {});
  if (shared.length === 0) return on;
  const at = (name: string): string => {
    const found = shared.find(([layer]) => name === layer || name.startsWith(`${layer}.`));
    return found ? found[1] + name.slice(found[0].length) : name;
  };
  return {
    ...on,
    target: () => withSharing(on.target(), structure),
    table: (table, width) => on.table({ ...table, name: at(table.name) }, width),
    linear: (name, x, out, options) => on.linear(at(name), x, out, options),
    kronecker: (name, x, sizes, options) => on.kronecker(at(name), x, sizes, options),
    sideBySide: (names, x, outs, options) => on.sideBySide(names.map(at), x, outs, options),
    norm: (name, x, how) => on.norm(at(name), x, how),
    rmsNorm: (name, x, how) => on.rmsNorm(at(name), x, how),
    addNorm: (name, x, residual, how, site) => on.addNorm(at(name), x, residual, how, site),
    feedForward: ({ up, gate, down, ...others }, x, inner, activation) => {
      const layers = { ...others, up: at(up), ...(gate !== undefined && { gate: at(gate) }), down: at(down) };
      return on.feedForward(layers, x, inner, activation);
    },
    layer: (name, x, body, outside) => on.layer(at(name), x, body, outside),
    reversible: (layers, x) =>
      on.reversible(
        layers.map((layer) => ({ ...layer, name: at(layer.name) })),
        x,
      ),
  };
}
