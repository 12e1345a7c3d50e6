import { CHOICE_WORDS } from '#methods';
import {
  ChoiceKey,
  IntegerKey,
  MethodFinetuneConfig,
  NumberKey,
  ObjectKey,
  TextListKey,
  partsProblem,
} from '#contracts';

/** Trainings: after pruning, and after sharing. */
export const TRAININGS = 2;

/** Config of `deep-compression`. */
export class DeepCompressionConfig {
  @NumberKey('share of the weights of prune that becomes zero', { min: 0, max: 0.99 })
  readonly sparsity: number = 0.5;

  @ChoiceKey('where magnitudes are compared: over all tensors, or in each', ['global', 'tensor'])
  readonly scope: string = 'global';

  @TextListKey(`weights to prune, ${CHOICE_WORDS}`)
  readonly prune: string[] = ['layers'];

  @IntegerKey('bits of a code: weights share 2^bits centroids', { min: 1, max: 8 })
  readonly bits: number = 5;

  @IntegerKey('bits of a code in embeddings; as bits if left out', { min: 1, max: 8, optional: true })
  readonly embedding_bits?: number;

  @ChoiceKey('which weights share centroids: a tensor, or an output of a layer (or a row of an embedding)', [
    'tensor',
    'channel',
  ])
  readonly granularity: string = 'tensor';

  @ChoiceKey('number format in which files hold centroids', ['float16', 'float32'])
  readonly precision: string = 'float16';

  @TextListKey(`weights that share centroids, ${CHOICE_WORDS}`)
  readonly include: string[] = ['layers', 'head', 'embeddings'];

  @TextListKey('weights that are neither pruned nor share centroids, in the same words', { min: 0 })
  readonly skip: string[] = [];

  @ObjectKey(
    'fine-tuning after pruning and after sharing, each with half of its limits; left out: there is none',
    () => MethodFinetuneConfig,
    { optional: true },
  )
  readonly finetune?: MethodFinetuneConfig;

  @ChoiceKey(
    'what fine-tuning changes after sharing: the centroids, whose weights stay together, or weights, each of which takes the nearest centroid at every step',
    ['centroids', 'weights'],
  )
  readonly trains: string = 'centroids';

  problem() {
    const wrong = this.finetune && partsProblem(this.finetune.stop, TRAININGS);
    return wrong && { key: `finetune.${wrong.key}`, message: wrong.message };
  }

  withoutEffect() {
    if (this.finetune || this.trains === 'centroids') return [];
    return [{ key: 'trains', message: 'there is no fine-tuning' }];
  }
}
