import { ChoiceKey, IntegerKey, NumberKey } from '#contracts';

/** Config of `fisher-pruning`. */
export class FisherPruningConfig {
  @NumberKey('share of the layers’ multiply-adds for a token that stays at most, counted at 128 tokens', {
    min: 0.01,
    max: 0.99,
  })
  readonly operations: number = 0.5;

  @IntegerKey('sentences of the train split by which it is measured what heads and neurons matter', {
    min: 1,
    max: 65_536,
  })
  readonly sentences: number = 1024;

  @ChoiceKey(
    'whose labels the loss is measured by: those of the data, or answers drawn from what the model predicts, whose labels do not matter',
    ['data', 'model'],
  )
  readonly labels: 'data' | 'model' = 'data';

  @IntegerKey(
    'sentences of the train split by which the heads and neurons that are left are scaled, in whole batches of 32; 0: they are not',
    { min: 0, max: 1_000_000 },
  )
  readonly tuning_sentences: number = 1024;

  @NumberKey('how much a scale is held at 1, as a share of the mean square of what a head or neuron gives', {
    min: 1e-6,
    max: 100,
  })
  readonly dampening: number = 0.01;

  withoutEffect() {
    const isUsed = this.tuning_sentences > 0 || this.dampening === new FisherPruningConfig().dampening;
    return isUsed ? [] : [{ key: 'dampening', message: 'tuning_sentences: 0 scales nothing' }];
  }
}
