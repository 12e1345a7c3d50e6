import { layerOf } from '#families';

/** Where a parameter is, from 0 for what comes before the layers, over the layers, to what comes after them. */
export interface Depths {
  /** Depth of the head. */
  readonly most: number;
  of(name: string): number;
}

/** @param names of all parameters in the order in which the model uses them */
export function depthsOf(names: readonly string[]): Depths {
  const layers = names.map(layerOf);
  const first = layers.findIndex((layer) => layer !== undefined);
  const most = 1 + layers.reduce<number>((deepest, layer) => Math.max(deepest, (layer ?? -1) + 1), 0);
  const before = new Set(first < 0 ? [] : names.slice(0, first));
  return {
    most,
    of: (name) => {
      const layer = layerOf(name);
      if (layer !== undefined) return layer + 1;
      return before.has(name) ? 0 : most;
    },
  };
}
