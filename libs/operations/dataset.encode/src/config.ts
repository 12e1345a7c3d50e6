import { FlagKey, IntegerKey, TextKey, TextListKey } from '#contracts';

/** Config of `dataset.encode`. */
export class DatasetEncodeConfig {
  @TextKey('GLUE task whose columns and labels the files have, such as glue/sst2', { optional: true })
  readonly task?: string;

  @TextListKey(
    'instead of a GLUE task, the columns of your own: that of the text, or those of the two texts of a pair',
    {
      optional: true,
      max: 2,
    },
  )
  readonly text_columns?: string[];

  @TextKey('column of the label, of a task of your own')
  readonly label_column: string = 'label';

  @TextListKey('labels of a task of your own in order of their class; left out: those of the train split, sorted', {
    optional: true,
    min: 2,
  })
  readonly labels?: string[];

  @FlagKey('the label column of a task of your own holds numbers to predict, not classes')
  readonly scores: boolean = false;

  @TextKey('column of tab-separated files that holds the text for language modelling', { optional: true })
  readonly column?: string;

  @IntegerKey(
    'how long a sentence (or pair) may be, in tokens with the special ones; longer ones lose their end, and are counted',
    {
      min: 4,
      max: 8192,
    },
  )
  readonly max_length: number = 128;

  problem() {
    if (this.task !== undefined && this.text_columns) {
      return { key: 'text_columns', message: 'give task or text_columns, not both' };
    }
    if (this.labels && this.scores) return { key: 'labels', message: 'scores has no labels to name' };
    if (this.text_columns) return undefined;
    const ofColumns = { label_column: this.label_column !== 'label', labels: this.labels, scores: this.scores };
    const key = Object.keys(ofColumns).find((name) => ofColumns[name as keyof typeof ofColumns]);
    return key === undefined
      ? undefined
      : { key, message: 'it is for a task of your own, whose text_columns are given' };
  }
}
