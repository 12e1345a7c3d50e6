import { ChoiceKey, IntegerKey, NumberKey } from '../../schema/keys.js';

/** How the learning rate goes on after warm-up. */
export const SCHEDULES = [
  'linear',
  'cosine',
  'cosine-restarts',
  'inverse-sqrt',
  'polynomial',
  'constant',
  'budget',
] as const;

/** Keys that some schedules have and others do not. */
const OF_SOME = {
  cycles: ['cosine-restarts'],
  cycle_growth: ['cosine-restarts'],
  power: ['polynomial'],
  final_rate: ['linear', 'cosine', 'cosine-restarts', 'polynomial', 'budget'],
} as const;

/** What the keys of a config's class are where nothing is given: a subclass may have other defaults. */
export function usualOf<C extends object>(config: C): C {
  return new (config.constructor as new () => C)();
}

/** The learning rate of a training, from its first step to its last. */
export class LearningRateConfig {
  @NumberKey('peak learning rate', { min: 0, max: 10 })
  readonly learning_rate: number = 5e-4;

  @ChoiceKey(
    'how the learning rate goes on after warm-up, to the end that stop sets: budget falls linearly from the very start, so that it is zero when the budget ends',
    SCHEDULES,
  )
  readonly schedule: string = 'linear';

  @NumberKey('share of training in which the learning rate rises linearly from 0', { min: 0, max: 1 })
  readonly warmup: number = 0.1;

  @IntegerKey('updates in which the learning rate rises linearly from 0, instead of the share warmup', {
    min: 0,
    max: 100_000_000,
    optional: true,
  })
  readonly warmup_steps?: number;

  @IntegerKey('periods of cosine-restarts, each from the peak down to the final rate', { min: 1, max: 1000 })
  readonly cycles: number = 1;

  @NumberKey('length of each period of cosine-restarts as a multiple of the one before it', { min: 1, max: 10 })
  readonly cycle_growth: number = 1;

  @NumberKey('exponent of the polynomial schedule', { min: 0, max: 100 })
  readonly power: number = 1;

  @NumberKey('learning rate at the end, as a share of the peak', { min: 0, max: 1 })
  readonly final_rate: number = 0;

  withoutEffect() {
    const usual = usualOf(this);
    const unused = (Object.keys(OF_SOME) as (keyof typeof OF_SOME)[])
      .filter((key) => this[key] !== usual[key] && !(OF_SOME[key] as readonly string[]).includes(this.schedule))
      .map((key) => ({ key: key as string, message: `schedule: ${this.schedule} has none` }));
    const bothWarmups = this.warmup_steps !== undefined && this.warmup !== usual.warmup;
    return [...unused, ...(bothWarmups ? [{ key: 'warmup', message: 'warmup_steps is given' }] : [])];
  }
}
