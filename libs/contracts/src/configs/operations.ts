import { ChoiceKey, IntegerKey, NumberKey } from '../schema/keys.js';
import { MASK_BY, MASK_PROBABILITY } from './training/masking.js';
import { OptimizationConfig } from './training/optimization.js';

/** Pre-training. */
export class PretrainConfig extends OptimizationConfig {
  @NumberKey(MASK_PROBABILITY.description, MASK_PROBABILITY.range)
  readonly mask_probability: number = MASK_PROBABILITY.usual;

  @ChoiceKey(MASK_BY.description, MASK_BY.choices)
  readonly mask_by: string = MASK_BY.usual;
}

/** Fine-tuning. */
export class FinetuneConfig extends OptimizationConfig {
  @ChoiceKey('which weights are the result: the last, or the best on the dev split', ['last', 'best'])
  readonly keep: string = 'last';

  @IntegerKey('evaluations on the dev split in an epoch; 0 evaluates at the end only', { min: 0, max: 1000 })
  readonly evaluations: number = 1;

  override withoutEffect() {
    const all = super.withoutEffect();
    if (this.evaluations !== 0 || this.stop.patience === undefined) return all;
    return [...all, { key: 'stop.patience', message: 'it counts evaluations on the dev split, and evaluations is 0' }];
  }
}
