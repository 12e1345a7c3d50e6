import type { MagnitudePruningConfig } from './config.js';

/** Sparsity after each step, the last being the one asked for. Cubic: s (1 - (1 - t/n)^3), much at first while there is
 * much to choose from (Zhu and Gupta 2017, arXiv 1710.01878, equation 1, from sparsity 0). */
export function sparsities({ sparsity, steps, schedule }: MagnitudePruningConfig): number[] {
  return Array.from({ length: steps }, (_, step) => {
    const time = (step + 1) / steps;
    return sparsity * (schedule === 'cubic' ? 1 - (1 - time) ** 3 : time);
  });
}
