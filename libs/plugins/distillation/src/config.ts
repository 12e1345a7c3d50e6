import { IntegerKey, MethodFinetuneConfig, NumberKey, ObjectKey } from '#contracts';

/** Config of `distillation`. */
export class DistillationConfig {
  @IntegerKey(
    'how many of its layers the student keeps, evenly spread, the first and the last among them; all if left out',
    {
      min: 1,
      max: 1000,
      optional: true,
    },
  )
  readonly layers?: number;

  @NumberKey('temperature: what logits are divided by before their softmax', { min: 0.1, max: 100 })
  readonly temperature: number = 2;

  @NumberKey('share of the loss that compares with the teacher; the rest is the loss on the labels', { min: 0, max: 1 })
  readonly share: number = 0.5;

  @ObjectKey('how the student is trained', () => MethodFinetuneConfig)
  readonly finetune!: MethodFinetuneConfig;

  withoutEffect() {
    return this.share === 0 ? [{ key: 'temperature', message: 'with share 0 the teacher is not asked' }] : [];
  }
}
