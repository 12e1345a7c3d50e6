import { UnitPruningConfig } from '#methods';
import { ChoiceKey, IntegerKey } from '#contracts';

/** Config of `head-pruning`. */
export class HeadPruningConfig extends UnitPruningConfig {
  @ChoiceKey('whether the least important heads of all layers go, or each layer loses the same share', [
    'global',
    'layer',
  ])
  readonly scope: 'global' | 'layer' = 'global';

  @IntegerKey('sentences of the train split by which importance is measured, before each step', {
    min: 1,
    max: 1_000_000,
  })
  readonly sentences: number = 256;
}
