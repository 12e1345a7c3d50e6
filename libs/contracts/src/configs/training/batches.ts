import { ChoiceKey, FlagKey, IntegerKey, NumberKey } from '../../schema/keys.js';
import { LearningRateConfig, usualOf } from './learning-rate.js';

/** The batches of a training, and how they are computed. */
export class BatchConfig extends LearningRateConfig {
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

  @NumberKey('share of training in which the batch of an update grows linearly to its size; 0: it has it at once', {
    min: 0,
    max: 1,
  })
  readonly batch_warmup: number = 0;

  @NumberKey('share of its size that the batch of an update begins with, where batch_warmup lets it grow', {
    min: 0.001,
    max: 1,
  })
  readonly batch_start: number = 0.125;

  @FlagKey('measure the gradient noise scale, which says how large a batch pays: in two percent of the time at most')
  readonly noise_scale: boolean = true;

  @FlagKey('keep only the input of each layer for backward, which computes the layer again: less memory, more time')
  readonly gradient_checkpointing: boolean = false;

  @ChoiceKey('number format of matrix products; bf16 is faster, and needs a processor with AVX512_BF16', [
    'float32',
    'bf16',
  ])
  readonly precision: 'float32' | 'bf16' = 'float32';

  override withoutEffect() {
    const isUsed = this.batch_warmup > 0 || this.batch_start === usualOf(this).batch_start;
    const own = isUsed ? [] : [{ key: 'batch_start', message: 'batch_warmup is 0' }];
    return [...super.withoutEffect(), ...own];
  }
}
