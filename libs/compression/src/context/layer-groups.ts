import type { Model } from '#models';
import type { Batch } from '#text';
import { showInputs } from './show-inputs.js';

/** Linear layers that belong together: those of one of the model's layers. */
export interface LayerGroup {
  /** Names in the order in which they compute. */
  readonly layers: readonly string[];
  /** How often one pass computes one of them: more than once where layers share their weights. */
  readonly calls: number;
  /** For each of them the first that gets the very same inputs, as keys and values get those of queries. */
  readonly alike: ReadonlyMap<string, string>;
}

/** The linear layers of each of the model's layers, in the order in which they compute. */
export function layerGroups(model: Model, batch: Batch): readonly LayerGroup[] {
  const groups = new Map<string, string[]>();
  const inputs = new Map<string, number[]>();
  showInputs(model, batch, (layer, { id }) => {
    const [group] = /^.*?\.\d+(?=\.)/.exec(layer) ?? [layer];
    groups.set(group, [...(groups.get(group) ?? []), layer]);
    inputs.set(layer, [...(inputs.get(layer) ?? []), id]);
  });
  return [...groups.values()].map((calls) => {
    const layers = [...new Set(calls)];
    const first = new Map<string, string>();
    const alike = layers.map((layer) => {
      const seen = inputs.get(layer)!.join();
      if (!first.has(seen)) first.set(seen, layer);
      return [layer, first.get(seen)!] as const;
    });
    return { layers, calls: calls.length, alike: new Map(alike) };
  });
}
