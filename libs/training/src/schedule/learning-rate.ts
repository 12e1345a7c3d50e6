import type { OptimizationConfig } from '#contracts';
import { type Place, SHAPES, type ScheduleConfig } from './shapes.js';

/** How far a training is: the share of it that is done, and its updates so far. */
export interface Progressed {
  readonly done: number;
  readonly step: number;
}

/** Steps over which an inverse square root without warm-up has fallen to 1 / √2, as in Transformers. */
const TIMESCALE = 10_000;

/** The learning rate of the next update: it rises linearly from 0 in warm-up, then follows its schedule to the end of the
 * training, whether steps, epochs or seconds end it.
 * @param now before the update */
export function learningRate(
  config: Pick<OptimizationConfig, 'learning_rate'> & ScheduleConfig,
  { done, step }: Progressed,
): number {
  const warmup = warmupOf(config, { done, step });
  const risen = warmup > 0 ? Math.min(1, done / warmup) : 1;
  if (risen < 1 && config.schedule !== 'budget') return config.learning_rate * risen;
  const place: Place = {
    done,
    after: warmup < 1 ? (done - warmup) / (1 - warmup) : 0,
    warmups: warmup > 0 ? done / warmup : (step + TIMESCALE) / TIMESCALE,
  };
  return config.learning_rate * risen * SHAPES[config.schedule](place, config);
}

/** Warm-up as a share of the training. Of warm-up in steps it is not known before a training that the clock ends is over:
 * it is what the steps so far make likely. */
function warmupOf({ warmup, warmup_steps: steps }: ScheduleConfig, { done, step }: Progressed): number {
  if (steps === undefined) return warmup;
  // Before the first step nothing is known; the rate is 0 then
  if (step === 0) return steps > 0 ? 1 : 0;
  return (done * steps) / step;
}
