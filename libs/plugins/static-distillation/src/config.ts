import { ChoiceKey, IntegerKey, MethodFinetuneConfig, NumberKey, ObjectKey } from '#contracts';
import { TeachingConfig } from '#methods';

/** Config of `static-distillation`. */
export class StaticDistillationConfig extends TeachingConfig {
  @IntegerKey(
    'numbers in the vector of a token: so many principal components are left, no more than the model is wide',
    {
      min: 1,
      max: 16_384,
    },
  )
  readonly width: number = 256;

  @ChoiceKey(
    'what a token weighs by how frequent it is: sif: by its share of the data’s tokens; zipf: by its place in the vocabulary, where the frequent ones come first; none: all alike',
    ['sif', 'zipf', 'none'],
  )
  readonly weighting: 'sif' | 'zipf' | 'none' = 'sif';

  @NumberKey('a of the weight a / (a + share): the share of a token that weighs half of a rare one', {
    min: 1e-9,
    max: 1,
  })
  readonly sif_coefficient: number = 1e-4;

  @ObjectKey(
    'training of the table and the head with the model as the teacher; vectors without a head do without it',
    () => MethodFinetuneConfig,
    { optional: true },
  )
  readonly finetune?: MethodFinetuneConfig;

  withoutEffect() {
    const usual = new StaticDistillationConfig();
    const differs = (key: 'temperature' | 'share' | 'sif_coefficient') => this[key] !== usual[key];
    const teaching = this.finetune ? [] : (['temperature', 'share'] as const).filter(differs);
    const weights = this.weighting === 'none' ? (['sif_coefficient'] as const).filter(differs) : [];
    return [
      ...teaching.map((key) => ({ key, message: 'there is no finetune' })),
      ...weights.map((key) => ({ key, message: 'all tokens weigh alike' })),
    ];
  }
}
