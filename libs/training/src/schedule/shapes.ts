import type { OptimizationConfig } from '#contracts';

/** The keys that a schedule reads. */
export type ScheduleConfig = Pick<
  OptimizationConfig,
  'schedule' | 'warmup' | 'warmup_steps' | 'cycles' | 'cycle_growth' | 'power' | 'final_rate'
>;

/** Where a training is, for its schedule. */
export interface Place {
  /** Share of what follows warm-up that is done, 0 to 1. */
  readonly after: number;
  /** Share of the whole that is done. */
  readonly done: number;
  /** How long the training is as a multiple of its warm-up; without warm-up, of 10,000 steps, counted from there. */
  readonly warmups: number;
}

/** The learning rate after warm-up as a share of its peak, from 1 at first. */
export const SHAPES: Readonly<Record<string, (place: Place, config: ScheduleConfig) => number>> = {
  linear: ({ after }, config) => above(config, 1 - after),
  /** Loshchilov and Hutter 2016, arXiv 1608.03983, equation 5, with one period. */
  cosine: ({ after }, config) => above(config, cosine(after)),
  /** The same with restarts: SGDR. */
  'cosine-restarts': ({ after }, config) => above(config, after < 1 ? cosine(placeInCycle(after, config)) : 0),
  /** Vaswani et al. 2017, arXiv 1706.03762, section 5.3. */
  'inverse-sqrt': ({ warmups }) => 1 / Math.sqrt(warmups),
  polynomial: ({ after }, config) => above(config, (1 - after) ** config.power),
  constant: () => 1,
  /** Li, Yumer and Ramanan 2020, arXiv 1905.04753: β(t) = 1 − t / T, over the whole budget T. */
  budget: ({ done }, config) => above(config, 1 - done),
};

const above = ({ final_rate: least }: ScheduleConfig, share: number) => least + (1 - least) * share;

const cosine = (share: number) => (1 + Math.cos(Math.PI * share)) / 2;

/** The share of the running period that is done; period i is `growth`ⁱ times as long as the first one. */
function placeInCycle(after: number, { cycles, cycle_growth: growth }: ScheduleConfig): number {
  if (growth === 1) return (after * cycles) % 1;
  const length = (cycle: number) => growth ** cycle;
  const upTo = (cycle: number) => (length(cycle) - 1) / (growth - 1);
  const at = after * upTo(cycles);
  const cycle = Math.min(cycles - 1, Math.floor(Math.log(at * (growth - 1) + 1) / Math.log(growth)));
  return (at - upTo(cycle)) / length(cycle);
}
