import { ChoiceKey, IntegerKey, NumberKey, ObjectKey } from '../schema/keys.js';
import { ArchitectureConfig } from './architecture.js';
import { OptimizationConfig } from './optimization.js';

/** `model.pretrain` */
export class PretrainConfig extends OptimizationConfig {
  @ObjectKey('shape of the model; left out when a model is given to go on from', () => ArchitectureConfig, {
    optional: true,
  })
  readonly architecture?: ArchitectureConfig;

  @NumberKey('share of the tokens that is masked and predicted', { min: 0.01, max: 0.9 })
  readonly mask_probability: number = 0.15;
}

/** `model.finetune` */
export class FinetuneConfig extends OptimizationConfig {
  @NumberKey('rate of dropout; left out: that of the model', { min: 0, max: 0.9, optional: true })
  readonly dropout?: number;

  @ChoiceKey('which weights are the result: the last, or the best on the dev split', ['last', 'best'])
  readonly keep: string = 'last';

  @IntegerKey('evaluations on the dev split in an epoch; 0 evaluates at the end only', { min: 0, max: 1000 })
  readonly evaluations: number = 1;

  withoutEffect() {
    if (this.evaluations !== 0 || this.stop.patience === undefined) return [];
    return [{ key: 'stop.patience', message: 'it counts evaluations on the dev split, and evaluations is 0' }];
  }
}
