import type { Cost } from './cost.js';

/** The mask of dropout is made again: nothing is held. */
export const ADD_RESIDUAL_COST: Cost = { keeps: [], kept: 0, multiplyAdds: 0, scratch: {} };
