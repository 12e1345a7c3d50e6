import { ChoiceKey, MethodFinetuneConfig, NumberKey, ObjectKey } from '#contracts';
import { GridConfig } from '#methods';

/** Config of `quantization-aware-training`. */
export class QuantizationAwareTrainingConfig extends GridConfig {
  override readonly bits: number = 4;

  override readonly granularity: string = 'group';

  @ChoiceKey(
    'where scales come from: learned with the weights (LSQ), or fitted to the least and greatest weight at every update',
    ['learned', 'fitted'],
  )
  readonly scales: string = 'learned';

  @NumberKey('share of the loss that compares with a teacher; the rest is the loss on the labels', { min: 0, max: 1 })
  readonly teacher_share: number = 0;

  @NumberKey('temperature: what logits are divided by before they are compared with the teacher’s', {
    min: 0.1,
    max: 100,
  })
  readonly temperature: number = 2;

  @ObjectKey('how the model is trained while its weights are rounded', () => MethodFinetuneConfig)
  readonly finetune!: MethodFinetuneConfig;

  problem() {
    if (this.scales === 'fitted' || this.symmetric) return undefined;
    return { key: 'symmetric', message: 'learned scales have zero in the middle: their zero points are not learned' };
  }

  override withoutEffect() {
    const usual = new QuantizationAwareTrainingConfig();
    const effects = super.withoutEffect();
    if (this.scales === 'fitted' && this.range !== usual.range) {
      effects.push({ key: 'range', message: 'fitted scales reach from the least to the greatest weight' });
    }
    if (this.teacher_share === 0 && this.temperature !== usual.temperature) {
      effects.push({ key: 'temperature', message: 'with teacher_share 0 there is no teacher' });
    }
    return effects;
  }
}
