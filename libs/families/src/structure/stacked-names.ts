import type { ModelConfig } from '../family.js';
import { layerParts } from './layer-parts.js';

/** Where the parameters of a model come from that begins as the layers of another one, stacked as often as it takes: layer l
 * is layer l mod L of L (Gong et al. 2019, algorithm 1). What is not in a layer has the name that it had.
 * @returns the name of a parameter of `from` for that of one of `to` */
export function stackedNames(from: ModelConfig, to: ModelConfig): (name: string) => string {
  const [before, after] = [from, to].map((config) => layerParts(config).map(({ name }) => `${name}.`));
  const sources = after.map((layer, i) => [layer, before[i % before.length]] as const);
  return (name) => {
    const found = sources.find(([layer]) => name.startsWith(layer));
    return found ? found[1] + name.slice(found[0].length) : name;
  };
}

/** Whether each layer of an encoder has parameters of its own: those of ALBERT, or of a Universal Transformer, are shared. */
export function hasOwnLayers(config: ModelConfig): boolean {
  const names = layerParts(config).map(({ name }) => name);
  return new Set(names).size === names.length;
}
