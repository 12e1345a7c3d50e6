import { IntegerKey, NumberKey } from '#contracts';
import { TrainedSparsityConfig } from '#methods';

/** Config of `soft-threshold-pruning`. */
export class SoftThresholdPruningConfig extends TrainedSparsityConfig {
  @NumberKey('learning rate of the thresholds as a multiple of that of the weights', { min: 0, max: 1000 })
  readonly threshold_rate: number = 10;

  @IntegerKey('updates from one level of the thresholds to the next', { min: 1, max: 1000 })
  readonly every: number = 4;
}
