import type { OptimizationConfig } from '#contracts';

/** The learning rate when a share of the training is done: it rises linearly from 0 over the share `warmup`, then falls
 * linearly to 0 at the end, or stays.
 * @param done 0 to 1 */
export function learningRate(
  { learning_rate: peak, schedule, warmup }: Pick<OptimizationConfig, 'learning_rate' | 'schedule' | 'warmup'>,
  done: number,
): number {
  if (done < warmup) return (peak * done) / warmup;
  if (schedule === 'constant' || warmup === 1) return peak;
  return (peak * (1 - done)) / (1 - warmup);
}
