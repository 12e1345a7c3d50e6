import { NumberKey } from '../../schema/keys.js';
import { DevSplitConfig } from './dev-split.js';

/** Config of training a new model on a task. Its defaults are those of translation: the schedule and the smoothing of Vaswani
 * et al. 2017 (arXiv 1706.03762, sections 5.3 and 5.4). */
export class TrainConfig extends DevSplitConfig {
  override readonly learning_rate: number = 3e-3;
  override readonly schedule: string = 'inverse-sqrt';
  override readonly beta2: number = 0.98;
  override readonly weight_decay: number = 0;
  override readonly keep: string = 'best';

  @NumberKey(
    'of a translation: share of the wanted distribution that is spread evenly over the vocabulary; losses on the dev split are without it',
    { min: 0, max: 0.9 },
  )
  readonly label_smoothing: number = 0.1;
}
