import { ChoiceKey, FlagKey, IntegerKey, NumberKey, ObjectKey } from '../schema/keys.js';
import { StopConfig } from './stop.js';

/** How a model is trained, wherever one is: by `model.pretrain`, by `model.finetune`, and by a compression method. */
export class OptimizationConfig {
  @ObjectKey('when training ends', () => StopConfig)
  readonly stop!: StopConfig;

  @NumberKey('peak learning rate', { min: 0, max: 10 })
  readonly learning_rate: number = 5e-4;

  @ChoiceKey('how the learning rate goes on after warm-up', ['linear', 'constant'])
  readonly schedule: string = 'linear';

  @NumberKey('share of training in which the learning rate rises from 0', { min: 0, max: 1 })
  readonly warmup: number = 0.1;

  @NumberKey('decoupled weight decay of matrices', { min: 0, max: 10 })
  readonly weight_decay: number = 0.01;

  @NumberKey('first moment’s decay of AdamW', { min: 0, max: 0.999999 })
  readonly beta1: number = 0.9;

  @NumberKey('second moment’s decay of AdamW', { min: 0, max: 0.999999 })
  readonly beta2: number = 0.999;

  @NumberKey('largest global norm of the gradients; 0 does not clip', { min: 0, max: 1e9 })
  readonly clip_norm: number = 1;

  @IntegerKey('tokens in a batch, at most; batches are packed, so all of them are real', {
    min: 8,
    max: 10_000_000,
    optional: true,
  })
  readonly batch_tokens?: number;

  @IntegerKey('sentences in a batch; 32 where neither this nor batch_tokens is given', {
    min: 1,
    max: 1_000_000,
    optional: true,
  })
  readonly batch_sentences?: number;

  @IntegerKey('batches whose gradients make one update', { min: 1, max: 10_000 })
  readonly accumulate: number = 1;

  @FlagKey('keep only the input of each layer for backward, which computes the layer again: less memory, more time')
  readonly gradient_checkpointing: boolean = false;

  @NumberKey('rate of dropout; left out: that of the model', { min: 0, max: 0.9, optional: true })
  readonly dropout?: number;

  @ChoiceKey('number format of matrix products; bf16 is faster, and needs a processor with AVX512_BF16', [
    'float32',
    'bf16',
  ])
  readonly precision: 'float32' | 'bf16' = 'float32';

  @NumberKey('seconds between checkpoints', { min: 1, max: 86_400 })
  readonly checkpoint_seconds: number = 30;
}
