import type { Cost, Load } from '../cost.js';

/** Rows that are summed to one partial sum of a gradient, as native/elements.h has them. */
const SUMMED_ROWS = 64;

export function rmsNormCost(hidden: number, { rows }: Load): Cost {
  return {
    keeps: ['x', 'gain'],
    // The mean, 0 here, and the scale
    kept: 2,
    multiplyAdds: 0,
    scratch: { PARTIAL_SUMS: Math.ceil(rows / SUMMED_ROWS) * 2 * hidden },
  };
}
