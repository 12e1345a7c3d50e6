import type { SparseGptPruningConfig } from './config.js';

/** Inputs among whose weights, of all outputs, those that go are chosen at one time (Frantar and Alistarh 2023, arXiv
 * 2301.00774, section 3.2: 128). */
export const BLOCK = 128;

/** How many of the weights of a block become zero. */
export const zerosOfBlock = (size: number, { sparsity }: Pick<SparseGptPruningConfig, 'sparsity'>): number =>
  Math.round(size * sparsity);
