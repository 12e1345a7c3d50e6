import { NumberKey, ObjectKey } from '../../schema/keys.js';
import { ParameterConfig } from './parameters.js';
import { StopConfig } from './stop.js';

/** How a model is trained, wherever one is: by `model.pretrain`, by `model.finetune`, and by a compression method. */
export class OptimizationConfig extends ParameterConfig {
  @ObjectKey('when training ends', () => StopConfig)
  readonly stop!: StopConfig;

  @NumberKey('rate of dropout; left out: that of the model', { min: 0, max: 0.9, optional: true })
  readonly dropout?: number;

  @NumberKey('seconds between checkpoints', { min: 1, max: 86_400 })
  readonly checkpoint_seconds: number = 30;
}
