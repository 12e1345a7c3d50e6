import { NumberKey, ObjectKey } from '../../schema/keys.js';
import { BatchConfig } from './batches.js';
import { StopConfig } from './stop.js';

/** How a model is trained, wherever one is: by `model.pretrain`, by `model.finetune`, and by a compression method. */
export class OptimizationConfig extends BatchConfig {
  @ObjectKey('when training ends', () => StopConfig)
  readonly stop!: StopConfig;

  @NumberKey('decoupled weight decay of matrices', { min: 0, max: 10 })
  readonly weight_decay: number = 0.01;

  @NumberKey('first moment’s decay of AdamW', { min: 0, max: 0.999999 })
  readonly beta1: number = 0.9;

  @NumberKey('second moment’s decay of AdamW', { min: 0, max: 0.999999 })
  readonly beta2: number = 0.999;

  @NumberKey('largest global norm of the gradients; 0 does not clip', { min: 0, max: 1e9 })
  readonly clip_norm: number = 1;

  @NumberKey('rate of dropout; left out: that of the model', { min: 0, max: 0.9, optional: true })
  readonly dropout?: number;

  @NumberKey('seconds between checkpoints', { min: 1, max: 86_400 })
  readonly checkpoint_seconds: number = 30;
}
