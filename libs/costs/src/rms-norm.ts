import type { Cost, Load } from './cost.js';
import { layerNormCost } from './layer-norm.js';

/** As layer normalisation, whose mean is 0 here. */
export const rmsNormCost = (hidden: number, load: Load): Cost => layerNormCost(hidden, load);
