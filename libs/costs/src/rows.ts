import type { Cost } from './cost.js';

/** A copy of some rows of x, which is needed for its shape alone. */
export const ROWS_COST: Cost = { keeps: ['x'], kept: 0, multiplyAdds: 0, scratch: {} };
