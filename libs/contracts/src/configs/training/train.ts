import { ChoiceKey, IntegerKey, NumberKey } from '../../schema/keys.js';
import { CheckpointedConfig } from './checkpointed.js';

/** Config of training a new model on a task. Its defaults are those of translation: the schedule and the smoothing of Vaswani
 * et al. 2017 (arXiv 1706.03762, sections 5.3 and 5.4). */
export class TrainConfig extends CheckpointedConfig {
  override readonly learning_rate: number = 3e-3;
  override readonly schedule: string = 'inverse-sqrt';
  override readonly beta2: number = 0.98;
  override readonly weight_decay: number = 0;

  @NumberKey(
    'of a translation: share of the wanted distribution that is spread evenly over the vocabulary; losses on the dev split are without it',
    { min: 0, max: 0.9 },
  )
  readonly label_smoothing: number = 0.1;

  @ChoiceKey('which weights are the result: the last, or the best on the dev split', ['last', 'best'])
  readonly keep: string = 'best';

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
