import { ChoiceKey, IntegerKey, NumberKey, TextListKey } from '#contracts';
import { CHOICE_WORDS } from '#methods';

/** Config of `mixed-precision`. */
export class MixedPrecisionConfig {
  @NumberKey('bits of a weight on average over the matrices that are chosen for, at most', { min: 2, max: 8 })
  readonly bits: number = 4;

  @IntegerKey('fewest bits of a matrix', { min: 2, max: 8 })
  readonly least_bits: number = 2;

  @IntegerKey('most bits of a matrix', { min: 2, max: 8 })
  readonly most_bits: number = 8;

  @ChoiceKey('which weights share a scale: an output of a layer, or a group of it', ['channel', 'group'])
  readonly granularity: string = 'group';

  @IntegerKey('weights of a group, where granularity is group', { min: 8, max: 65_536 })
  readonly group_size: number = 64;

  @ChoiceKey('range of a scale: from the least to the greatest weight, or narrowed to the least squared error', [
    'min-max',
    'mse',
  ])
  readonly range: 'min-max' | 'mse' = 'mse';

  @ChoiceKey(
    'what says how much an error of a weight matters: the Fisher information of each weight, the mean of the Hessian’s diagonal over each matrix (HAWQ-V2), or nothing, so that all matter alike',
    ['fisher', 'hessian', 'none'],
  )
  readonly sensitivity: string = 'fisher';

  @IntegerKey('sentences of the train split by which fisher is measured', { min: 1, max: 1_000_000 })
  readonly sentences: number = 128;

  @IntegerKey('random directions by which hessian is measured, each on a batch of 32 sentences of its own', {
    min: 1,
    max: 100_000,
  })
  readonly probes: number = 32;

  @TextListKey(`weights whose bits are chosen, ${CHOICE_WORDS}; only those of layers can be`)
  readonly include: string[] = ['layers'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  @IntegerKey('bits of a weight outside the layers: embeddings, pooler and head', { min: 2, max: 8 })
  readonly other_bits: number = 4;

  problem() {
    if (this.least_bits > this.most_bits) return { key: 'least_bits', message: 'is more than most_bits' };
    if (this.bits >= this.least_bits) return undefined;
    return { key: 'bits', message: `${this.bits} is less than least_bits, ${this.least_bits}` };
  }

  withoutEffect() {
    const usual = new MixedPrecisionConfig();
    return [
      ...(this.sensitivity !== 'fisher' && this.sentences !== usual.sentences
        ? [{ key: 'sentences', message: `sensitivity: ${this.sensitivity} is not measured by sentences` }]
        : []),
      ...(this.sensitivity !== 'hessian' && this.probes !== usual.probes
        ? [{ key: 'probes', message: `sensitivity: ${this.sensitivity} looks into no directions` }]
        : []),
      ...(this.granularity !== 'group' && this.group_size !== usual.group_size
        ? [{ key: 'group_size', message: `granularity: ${this.granularity} has no groups` }]
        : []),
    ];
  }
}
