import { ChoiceKey, IntegerKey } from '#contracts';
import { TrainedSparsityConfig } from '#methods';

/** Config of `movement-pruning`. */
export class MovementPruningConfig extends TrainedSparsityConfig {
  @ChoiceKey('where scores are compared: in each tensor, or over all of them', ['tensor', 'global'])
  readonly scope: 'tensor' | 'global' = 'tensor';

  @IntegerKey('updates from one choice of weights to the next', { min: 1, max: 1000 })
  readonly every: number = 4;
}
