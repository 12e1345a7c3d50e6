import { IntegerKey, NumberKey } from '../../schema/keys.js';

/** The least that each limit may be. */
export const LEAST_STOP = { steps: 1, epochs: 0.001, seconds: 0.1 } as const;

/** When training ends: at the first of the limits that are given. */
export class StopConfig {
  @IntegerKey('updates of the weights', { min: LEAST_STOP.steps, max: 100_000_000, optional: true })
  readonly steps?: number;

  @NumberKey('passes over the training split', { min: LEAST_STOP.epochs, max: 100_000, optional: true })
  readonly epochs?: number;

  @NumberKey('wall-clock seconds of training', { min: LEAST_STOP.seconds, max: 31_536_000, optional: true })
  readonly seconds?: number;

  @IntegerKey('evaluations on the dev split without improvement', { min: 1, max: 1000, optional: true })
  readonly patience?: number;

  problem() {
    return this.steps === undefined && this.epochs === undefined && this.seconds === undefined
      ? { key: 'steps', message: 'give at least one of steps, epochs and seconds' }
      : undefined;
  }
}
