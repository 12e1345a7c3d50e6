import { type CheckpointTime, IntegerKey, LEAST_STOP, NumberKey } from '#contracts';

/** Config of `model.checkpoint`. */
export class ModelCheckpointConfig {
  @IntegerKey('updates after which the training kept the model', { min: LEAST_STOP.steps, optional: true })
  readonly steps?: number;

  @NumberKey('seconds after which the training kept it', { min: LEAST_STOP.seconds, optional: true })
  readonly seconds?: number;

  problem() {
    if ((this.steps === undefined) !== (this.seconds === undefined)) return undefined;
    return { key: 'steps', message: 'give one of steps and seconds' };
  }
}

/** When the model was kept that a config asks for. */
export const timeOf = ({ steps, seconds }: ModelCheckpointConfig): CheckpointTime =>
  steps === undefined ? { seconds: seconds as number } : { steps };

/** The key that says it. */
export const keyOf = ({ steps }: ModelCheckpointConfig): 'steps' | 'seconds' =>
  steps === undefined ? 'seconds' : 'steps';
