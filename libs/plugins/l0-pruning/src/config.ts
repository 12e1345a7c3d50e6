import { ChoiceKey, MethodFinetuneConfig, NumberKey, ObjectKey } from '#contracts';

/** Config of `l0-pruning`. */
export class L0PruningConfig {
  @ChoiceKey('what gates stand on: attention heads, or neurons of the feed-forward blocks', ['heads', 'neurons'])
  readonly units: 'heads' | 'neurons' = 'heads';

  @NumberKey('share of them that is removed; one of each layer stays', { min: 0.001, max: 0.999 })
  readonly share: number = 0.5;

  @NumberKey('learning rate of the gates as a multiple of that of the weights', { min: 0.01, max: 10_000 })
  readonly gate_rate: number = 100;

  @NumberKey('share of the updates over which the share of closed gates that is asked for rises', { min: 0, max: 1 })
  readonly warmup: number = 0.5;

  @ObjectKey(
    'fine-tuning in which weights and gates are trained; its stop.steps says how fast gates close',
    () => MethodFinetuneConfig,
  )
  readonly finetune!: MethodFinetuneConfig;

  problem() {
    if (this.finetune.stop.steps !== undefined) return undefined;
    return { key: 'finetune.stop.steps', message: 'gates close by the number of updates: say how many there are' };
  }
}
