import type { Cost } from './cost.js';

/** A look-up and a sum: the tables are needed for their shapes alone. */
export const EMBEDDING_COST: Cost = {
  keeps: ['tokens', 'positions', 'types'],
  kept: 0,
  multiplyAdds: 0,
  scratch: {},
};
