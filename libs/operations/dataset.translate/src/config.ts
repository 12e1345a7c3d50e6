import { ChoiceKey, FlagKey, IntegerKey, NumberKey } from '#contracts';

/** Config of `dataset.translate`. */
export class DatasetTranslateConfig {
  @IntegerKey('continuations of a source that are followed at once', { min: 1, max: 100 })
  readonly beams: number = 5;

  @NumberKey('a text’s score is the sum of its log-probabilities divided by its length to this power', {
    min: 0,
    max: 5,
  })
  readonly length_penalty: number = 1;

  @ChoiceKey(
    'which translation becomes the target: the best; or, of as many as beams, the nearest to the target that stands there, by the BLEU of sentences (sequence-level interpolation)',
    ['best', 'nearest'],
  )
  readonly choose: string = 'best';

  @FlagKey('keep the pairs of the train split beside those with a translation')
  readonly originals: boolean = false;

  withoutEffect() {
    if (this.choose === 'best' || this.beams > 1) return [];
    return [{ key: 'choose', message: 'one beam has one translation' }];
  }
}
