import { IntegerListKey, NumberListKey } from '../../schema/keys.js';
import { LEAST_STOP } from './stop.js';

/** When a training keeps the model as it is then, each beside the one that results: `model.checkpoint` takes it out. */
export class CheckpointsConfig {
  @IntegerListKey('updates of the weights', { min: LEAST_STOP.steps, max: 100_000_000, optional: true })
  readonly steps?: number[];

  @NumberListKey('seconds of training; the model is that of the first update after them', {
    min: LEAST_STOP.seconds,
    optional: true,
  })
  readonly seconds?: number[];

  problem() {
    if (this.steps === undefined && this.seconds === undefined)
      return { key: 'steps', message: 'give steps or seconds' };
    const twice = (['steps', 'seconds'] as const).find((key) => new Set(this[key]).size < (this[key]?.length ?? 0));
    return twice && { key: twice, message: 'a value stands twice' };
  }
}

/** Folder of an artifact, and of a work folder, with the models that a training kept on its way. */
export const CHECKPOINTS_FOLDER = 'checkpoints';

/** One of them. */
export type CheckpointTime = { readonly steps: number } | { readonly seconds: number };

/** Those that a config asks for. */
export const checkpointTimes = ({ steps = [], seconds = [] }: Partial<CheckpointsConfig> = {}): CheckpointTime[] => [
  ...steps.map((value) => ({ steps: value })),
  ...seconds.map((value) => ({ seconds: value })),
];

/** What one is called in files: `steps-100`, `seconds-0.5`. */
export const checkpointName = (time: CheckpointTime): string =>
  'steps' in time ? `steps-${time.steps}` : `seconds-${time.seconds}`;
