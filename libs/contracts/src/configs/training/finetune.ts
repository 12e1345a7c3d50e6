import { ChoiceKey, IntegerKey } from '../../schema/keys.js';
import { OptimizationConfig } from './optimization.js';

/** Config of fine-tuning. */
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
