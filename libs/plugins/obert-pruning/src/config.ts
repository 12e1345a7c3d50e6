import { StepwiseSparsityConfig } from '#methods';
import { ChoiceKey, IntegerKey, NumberKey } from '#contracts';

/** Config of `obert-pruning`. */
export class ObertPruningConfig extends StepwiseSparsityConfig {
  @ChoiceKey('where the cost of weights is compared: over all tensors, or in each', ['global', 'tensor'])
  readonly scope: string = 'global';

  @IntegerKey(
    'consecutive weights whose Fisher information is taken together; 1: none makes up for another (optimal brain damage)',
    { min: 1, max: 512 },
  )
  readonly block_size: number = 50;

  @IntegerKey('gradients of batches of the train split that the Fisher information is made of', {
    min: 1,
    max: 100_000,
  })
  readonly gradients: number = 256;

  @IntegerKey('sentences of each of these batches', { min: 1, max: 4096 })
  readonly batch_sentences: number = 16;

  @NumberKey('what is added to the diagonal of the Fisher information', { min: 1e-12, max: 1 })
  readonly dampening: number = 1e-7;
}
