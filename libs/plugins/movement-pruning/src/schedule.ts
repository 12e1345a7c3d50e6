import { cubicRise } from '#methods';
import type { MovementPruningConfig } from './config.js';

/** Sparsity after an update: none while it warms up, then rising as a cube (Sanh et al. 2020, arXiv 2005.07683, section 3), and
 * all of it for the updates at the end.
 * @param step counts from 1 */
export function sparsityAfter(
  step: number,
  {
    sparsity,
    warmup,
    cooldown,
    finetune,
  }: Pick<MovementPruningConfig, 'sparsity' | 'warmup' | 'cooldown' | 'finetune'>,
): number {
  const steps = finetune.stop.steps!;
  const from = Math.round(warmup * steps);
  const rising = Math.max(1, steps - from - Math.round(cooldown * steps));
  const time = Math.min(1, Math.max(0, (step - from) / rising));
  return sparsity * cubicRise(time);
}
