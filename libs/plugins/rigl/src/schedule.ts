import type { RiglConfig } from './config.js';

/** Whether connections are exchanged after an update. */
export const exchangesAfter = (
  step: number,
  { every, until, finetune }: Pick<RiglConfig, 'every' | 'until' | 'finetune'>,
): boolean => step % every === 0 && step < until * finetune.stop.steps!;

/** The share of the connections that is exchanged: α/2 (1 + cos(tπ / T)) (Evci et al. 2020, arXiv 1911.11134, section 3). */
export const fractionAfter = (
  step: number,
  { fraction, until, finetune }: Pick<RiglConfig, 'fraction' | 'until' | 'finetune'>,
): number => (fraction / 2) * (1 + Math.cos((step * Math.PI) / (until * finetune.stop.steps!)));
