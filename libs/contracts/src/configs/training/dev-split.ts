import { ChoiceKey, IntegerKey } from '../../schema/keys.js';
import { OptimizationConfig } from './optimization.js';

/** What a training does with its dev split. */
export class DevSplitConfig extends OptimizationConfig {
  @ChoiceKey('which weights are the result: the last, or the best on the dev split', ['last', 'best'])
  readonly keep: string = 'last';

  @ChoiceKey(
    'what the dev split is measured by, which decides what is best and when patience is over: bleu and chrf are those of its greedy translations; left out: the measure of the task, the loss of translations',
    ['loss', 'bleu', 'chrf'],
    { optional: true },
  )
  readonly watch?: string;

  @IntegerKey('evaluations on the dev split in an epoch; 0 evaluates at the end only', { min: 0, max: 1000 })
  readonly evaluations: number = 1;

  @IntegerKey(
    'evaluations on the dev split of whose weights the mean is the result: the last ones, or with keep: best the best ones, unless the very best is better than the mean',
    { min: 1, max: 100 },
  )
  readonly average_checkpoints: number = 1;

  override withoutEffect() {
    const all = super.withoutEffect();
    if (this.evaluations !== 0) return all;
    const message = 'it counts evaluations on the dev split, and evaluations is 0';
    return [
      ...all,
      ...(this.stop.patience === undefined ? [] : [{ key: 'stop.patience', message }]),
      ...(this.average_checkpoints === 1 ? [] : [{ key: 'average_checkpoints', message }]),
    ];
  }
}
