import type { Cost, Load } from './cost.js';
import { layerNormCost } from './layer-norm.js';

/** As the norm alone, and the residual is needed, too. The mask of dropout is made again: nothing of it is held. */
export function addNormCost(hidden: number, load: Load): Cost {
  return { ...layerNormCost(hidden, load), keeps: ['x', 'residual', 'gain'] };
}
