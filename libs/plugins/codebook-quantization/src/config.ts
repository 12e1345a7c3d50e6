import { CHOICE_WORDS } from '#methods';
import { ChoiceKey, IntegerKey, MethodFinetuneConfig, ObjectKey, TextListKey } from '#contracts';

/** Config of `codebook-quantization`. */
export class CodebookQuantizationConfig {
  @ChoiceKey(
    'values that weights may have: centroids of k-means, the 16 levels of NormalFloat 4, or -1, 0 and 1; the last two times a scale',
    ['k-means', 'nf4', 'ternary'],
  )
  readonly codebook: string = 'k-means';

  @IntegerKey('bits of a code, where codebook is k-means: there are 2^bits centroids', { min: 1, max: 8 })
  readonly bits: number = 4;

  @IntegerKey('bits of a code in embeddings; as bits if left out', { min: 1, max: 8, optional: true })
  readonly embedding_bits?: number;

  @ChoiceKey(
    'which weights share centroids or a scale: a tensor, an output of a layer (or a row of an embedding), or a group of it',
    ['tensor', 'channel', 'group'],
  )
  readonly granularity: string = 'channel';

  @IntegerKey('weights of a group, where granularity is group', { min: 8, max: 65_536 })
  readonly group_size: number = 64;

  @ChoiceKey('number format in which files hold centroids and scales', ['float16', 'float32'])
  readonly precision: string = 'float16';

  @ChoiceKey(
    'how files hold codes: all equally long, or by Huffman, where frequent codes are short, and zeros of a pruned model are counted between weights',
    ['fixed', 'huffman'],
  )
  readonly coding: string = 'fixed';

  @TextListKey(`weights to quantize, ${CHOICE_WORDS}`)
  readonly include: string[] = ['layers', 'head', 'embeddings'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  @ObjectKey('fine-tuning with codebooks; left out: there is none', () => MethodFinetuneConfig, { optional: true })
  readonly finetune?: MethodFinetuneConfig;

  @ChoiceKey(
    'what fine-tuning changes: weights, each of which takes the nearest value at every step, or the centroids of k-means, whose weights stay together',
    ['weights', 'centroids'],
  )
  readonly trains: string = 'weights';

  problem() {
    if (this.trains === 'weights' || this.codebook === 'k-means') return undefined;
    return { key: 'trains', message: `${this.codebook} has scales, no centroids to train` };
  }

  withoutEffect() {
    const effects: { key: string; message: string }[] = [];
    if (this.codebook !== 'k-means' && this.bits !== 4) {
      effects.push({ key: 'bits', message: `${this.codebook} decides how many values there are` });
    }
    if (this.codebook !== 'k-means' && this.embedding_bits !== undefined) {
      effects.push({ key: 'embedding_bits', message: `${this.codebook} decides how many values there are` });
    }
    if (this.granularity !== 'group' && this.group_size !== 64) {
      effects.push({ key: 'group_size', message: `granularity: ${this.granularity} has no groups` });
    }
    if (!this.finetune && this.trains !== 'weights') {
      effects.push({ key: 'trains', message: 'there is no fine-tuning' });
    }
    return effects;
  }
}
