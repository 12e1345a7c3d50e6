import { ChoiceKey, FlagKey, TextListKey } from '#contracts';

/** Config of `model.import`. */
export class ModelImportConfig {
  @TextListKey('labels of a new classification head, in order; left out: the head that the folder has', {
    optional: true,
  })
  readonly labels?: string[];

  @ChoiceKey(
    'new embeddings head, a vector for each text: how the hidden states of its tokens become one; left out: the head that the folder has',
    ['mean', 'first', 'last', 'mean-root', 'weighted-mean', 'largest'],
    { optional: true },
  )
  readonly pooling?: string;

  @FlagKey('divide the vectors of the new embeddings head by their length')
  readonly normalize: boolean = false;

  problem() {
    if (this.labels && this.pooling !== undefined) {
      return { key: 'pooling', message: 'labels asks for another head: give one of them' };
    }
    if (!this.normalize || this.pooling !== undefined) return undefined;
    return { key: 'normalize', message: 'it is for a new embeddings head, whose pooling is given' };
  }
}
