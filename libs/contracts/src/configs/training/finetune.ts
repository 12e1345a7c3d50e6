import { ChoiceKey, IntegerKey, TextMapKey } from '../../schema/keys.js';
import { LABEL_MAPPING } from '../label-mapping.js';
import { CheckpointedConfig } from './checkpointed.js';

/** Config of fine-tuning. */
export class FinetuneConfig extends CheckpointedConfig {
  @ChoiceKey('which weights are the result: the last, or the best on the dev split', ['last', 'best'])
  readonly keep: string = 'last';

  @IntegerKey('evaluations on the dev split in an epoch; 0 evaluates at the end only', { min: 0, max: 1000 })
  readonly evaluations: number = 1;

  @ChoiceKey('keep the head of a model that has the classes of the data set, or train a new one', ['keep', 'new'])
  readonly head: string = 'keep';

  @TextMapKey(LABEL_MAPPING, { optional: true })
  readonly labels?: Readonly<Record<string, string>>;

  problem() {
    if (this.head === 'keep' || this.labels === undefined) return undefined;
    return { key: 'labels', message: 'a new head has the labels of the data set' };
  }

  override withoutEffect() {
    const all = super.withoutEffect();
    if (this.evaluations !== 0 || this.stop.patience === undefined) return all;
    return [...all, { key: 'stop.patience', message: 'it counts evaluations on the dev split, and evaluations is 0' }];
  }
}
