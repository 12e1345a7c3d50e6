import type { Cost } from './cost.js';

/** The mask is made again in backward: nothing is held. */
export const DROPOUT_COST: Cost = { keeps: [], kept: 0, multiplyAdds: 0, scratch: {} };
