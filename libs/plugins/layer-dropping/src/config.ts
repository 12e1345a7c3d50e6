import { ChoiceKey, IntegerKey, IntegerListKey, MethodFinetuneConfig, ObjectKey } from '#contracts';

/** Config of `layer-dropping`: one of `count` and `layers`. */
export class LayerDroppingConfig {
  @IntegerKey('how many layers are dropped', { min: 1, max: 1000, optional: true })
  readonly count?: number;

  @ChoiceKey(
    'which: the top ones, the bottom ones, those in the middle, or every other one from the top (odd-alternate) or from below it (even-alternate)',
    ['top', 'bottom', 'symmetric', 'odd-alternate', 'even-alternate'],
  )
  readonly strategy: string = 'top';

  @IntegerListKey('the layers to drop by number, 0 the first, in place of count and strategy', {
    min: 0,
    max: 1000,
    optional: true,
  })
  readonly layers?: number[];

  @ObjectKey('fine-tuning afterwards; left out: there is none', () => MethodFinetuneConfig, { optional: true })
  readonly finetune?: MethodFinetuneConfig;

  problem() {
    const given = [this.count, this.layers].filter((key) => key !== undefined);
    if (given.length === 1) return undefined;
    return given.length === 0
      ? { key: 'count', message: 'give one of count and layers' }
      : { key: 'layers', message: 'give one of count and layers, not both' };
  }

  withoutEffect() {
    const isUsed = this.layers === undefined || this.strategy === 'top';
    return isUsed ? [] : [{ key: 'strategy', message: 'layers says which are dropped' }];
  }
}
