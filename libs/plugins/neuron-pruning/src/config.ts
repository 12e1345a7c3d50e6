import { UnitPruningConfig } from '#methods';
import { ChoiceKey, IntegerKey } from '#contracts';

/** Config of `neuron-pruning`. */
export class NeuronPruningConfig extends UnitPruningConfig {
  @ChoiceKey(
    'what says how much a neuron matters: the norm of its weights, the slope of the loss by a gate on it, or the square of that',
    ['magnitude', 'gradient', 'fisher'],
  )
  readonly importance: string = 'magnitude';

  @ChoiceKey(
    'whether each layer loses the same share, which Transformers can read, or the least important neurons of all layers go',
    ['layer', 'global'],
  )
  readonly scope: 'layer' | 'global' = 'layer';

  @IntegerKey('sentences of the train split by which gradient and fisher are measured, before each step', {
    min: 1,
    max: 1_000_000,
  })
  readonly sentences: number = 256;

  withoutEffect() {
    const isUsed = this.importance !== 'magnitude' || this.sentences === new NeuronPruningConfig().sentences;
    return isUsed ? [] : [{ key: 'sentences', message: 'magnitude needs no data' }];
  }
}
