import { IntegerKey, MethodFinetuneConfig, NumberKey, ObjectKey, partsProblem } from '#contracts';

/** The keys that methods share which remove heads or neurons. */
export class UnitPruningConfig {
  @NumberKey('share of them that is removed; one of each layer stays', { min: 0.001, max: 0.999 })
  readonly share: number = 0.5;

  @IntegerKey('steps in which the share is reached, with fine-tuning after each; 1 removes all at once', {
    min: 1,
    max: 1000,
  })
  readonly steps: number = 1;

  @ObjectKey(
    'fine-tuning after each step, whose limits are shared equally among the steps; left out: there is none',
    () => MethodFinetuneConfig,
    { optional: true },
  )
  readonly finetune?: MethodFinetuneConfig;

  problem(): { key: string; message: string } | undefined {
    const wrong = this.finetune && partsProblem(this.finetune.stop, this.steps);
    return wrong && { key: `finetune.${wrong.key}`, message: wrong.message };
  }
}
