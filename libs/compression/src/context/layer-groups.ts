import { type Model, encode, weightsOf } from '#models';
import type { Batch } from '#text';

/** Linear layers that belong together: those of one of the encoder's layers. */
export interface LayerGroup {
  /** Names in the order in which they compute. */
  readonly layers: readonly string[];
  /** How often one pass computes one of them: more than once where layers share their weights. */
  readonly calls: number;
}

/** The linear layers of each of the encoder's layers, in the order in which they compute. */
export function layerGroups(model: Model, batch: Batch): readonly LayerGroup[] {
  const groups = new Map<string, string[]>();
  const observe = (layer: string) => {
    const [group] = /^.*?\.\d+(?=\.)/.exec(layer) ?? [layer];
    groups.set(group, [...(groups.get(group) ?? []), layer]);
  };
  encode(weightsOf(model), model, batch, { observe }).dispose();
  return [...groups.values()].map((layers) => ({ layers: [...new Set(layers)], calls: layers.length }));
}
