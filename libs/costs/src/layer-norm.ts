import { USUAL_BLOCKS } from './blocks.js';
import type { Cost, Load } from './cost.js';

/** Backward needs x, the gain, and two floats a row; sums over rows are made in pieces of 64. */
export function layerNormCost(hidden: number, { rows }: Load): Cost {
  return {
    keeps: ['x', 'gain'],
    // The mean and the scale
    kept: 2,
    multiplyAdds: 0,
    scratch: { PARTIAL_SUMS: Math.ceil(rows / USUAL_BLOCKS.summedRows) * 2 * hidden },
  };
}
