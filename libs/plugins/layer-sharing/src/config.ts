import { ChoiceKey, IntegerKey, MethodFinetuneConfig, ObjectKey } from '#contracts';
import { TeachingConfig } from '#methods';

/** Config of `layer-sharing`. */
export class LayerSharingConfig extends TeachingConfig {
  @IntegerKey('how many sets of parameters all layers share', { min: 1, max: 200 })
  readonly groups: number = 1;

  @ChoiceKey('layers of a group: sequence: those that follow one another; cycle: every so many, as the groups are', [
    'sequence',
    'cycle',
  ])
  readonly pattern: 'sequence' | 'cycle' = 'sequence';

  @ChoiceKey('parameters of a group: the mean of those of its layers, or those of the first', ['mean', 'first'])
  readonly from: 'mean' | 'first' = 'mean';

  @ObjectKey(
    'training of the shared parameters with the model as it was as the teacher; left out: there is none',
    () => MethodFinetuneConfig,
    { optional: true },
  )
  readonly finetune?: MethodFinetuneConfig;

  withoutEffect() {
    const usual = new TeachingConfig();
    if (this.finetune) return [];
    return (['temperature', 'share'] as const)
      .filter((key) => this[key] !== usual[key])
      .map((key) => ({ key, message: 'there is no finetune' }));
  }
}
