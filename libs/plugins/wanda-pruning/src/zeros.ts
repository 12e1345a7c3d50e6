import type { WandaPruningConfig } from './config.js';

/** How many of the weights of one output become zero. */
export const zerosOfRow = (columns: number, { sparsity }: Pick<WandaPruningConfig, 'sparsity'>): number =>
  Math.round(columns * sparsity);
