import { ChoiceKey, TextMapKey } from '../../schema/keys.js';
import { LABEL_MAPPING } from '../label-mapping.js';
import { DevSplitConfig } from './dev-split.js';

/** Config of fine-tuning. */
export class FinetuneConfig extends DevSplitConfig {
  @ChoiceKey('keep the head of a model that has the classes of the data set, or train a new one', ['keep', 'new'])
  readonly head: string = 'keep';

  @TextMapKey(LABEL_MAPPING, { optional: true })
  readonly labels?: Readonly<Record<string, string>>;

  problem() {
    if (this.head === 'keep' || this.labels === undefined) return undefined;
    return { key: 'labels', message: 'a new head has the labels of the data set' };
  }
}
