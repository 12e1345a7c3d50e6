import { cubicRise } from '#methods';
import type { MagnitudePruningConfig } from './config.js';

/** Sparsity after each step, the last being the one asked for. */
export function sparsities({ sparsity, steps, schedule }: MagnitudePruningConfig): number[] {
  return Array.from({ length: steps }, (_, step) => {
    const time = (step + 1) / steps;
    return sparsity * (schedule === 'cubic' ? cubicRise(time) : time);
  });
}
