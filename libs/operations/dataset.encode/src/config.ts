import {
  ChoiceKey,
  FlagKey,
  IntegerKey,
  NumberKey,
  ObjectKey,
  TextKey,
  TextListKey,
  TextListOrMapKey,
} from '#contracts';
import { CleaningConfig } from './cleaning.js';

/** Config of `dataset.encode`. */
export class DatasetEncodeConfig {
  @TextKey('GLUE task whose columns and labels the files have, such as glue/sst2', { optional: true })
  readonly task?: string;

  @TextListKey(
    'of a task of your own: column of the text, or columns of the two texts of a pair; of parallel text: columns of the source and of the target; left out: found by usual names',
    {
      optional: true,
      max: 2,
    },
  )
  readonly text_columns?: string[];

  @TextKey('of a task of your own: column of the label; left out: found by usual names, `label` beside text_columns', {
    optional: true,
  })
  readonly label_column?: string;

  @TextListOrMapKey(
    'of a task of your own: labels in order of their class, or class names by label (sorted by label), such as ' +
      "{ '0': negative, '1': positive }; left out: the labels of the train split, sorted",
    { optional: true, min: 2 },
  )
  readonly labels?: string[] | Record<string, string>;

  @FlagKey('the label column of a task of your own holds numbers to predict, not classes')
  readonly scores: boolean = false;

  @ChoiceKey(
    'whether the two texts of a pair are one input, or (for embeddings) each an input of its own, the score that of their similarity',
    ['together', 'apart'],
  )
  readonly pairs: string = 'together';

  @NumberKey('score of two texts that mean the same, by which scores of pairs apart are divided; 5 in glue/stsb', {
    min: 0.001,
    max: 1e6,
    optional: true,
  })
  readonly highest_score?: number;

  @NumberKey(
    'share of the train split that becomes the dev split, where the files have none: the same of every class, equal texts on one side',
    { optional: true, min: 0.001, max: 0.5 },
  )
  readonly dev_share?: number;

  @NumberKey('share of the train split that becomes the test split, likewise', { optional: true, min: 0.001, max: 0.5 })
  readonly test_share?: number;

  @TextKey('column of the files that holds the text for language modelling; left out: files are plain text', {
    optional: true,
  })
  readonly column?: string;

  @TextListKey(
    'of parallel text: endings of the files of the source and of the target, such as [en, de], or names of their columns',
    { optional: true, min: 2, max: 2 },
  )
  readonly languages?: string[];

  @TextKey('of parallel text: what the files of the test split are called, where several could be it', {
    optional: true,
  })
  readonly test?: string;

  @ObjectKey(
    'of parallel text: which pairs of the train split are left out; left out: those with an empty side, or with more than max_length tokens',
    () => CleaningConfig,
    { optional: true },
  )
  readonly clean?: CleaningConfig;

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
    if (this.highest_score !== undefined && this.pairs !== 'apart') {
      return { key: 'highest_score', message: 'it is for pairs: apart' };
    }
    if (this.task === undefined) return undefined;
    const own = {
      label_column: this.label_column,
      labels: this.labels,
      scores: this.scores || undefined,
      highest_score: this.highest_score,
    };
    const key = Object.keys(own).find((name) => own[name as keyof typeof own] !== undefined);
    return key === undefined ? undefined : { key, message: 'it is for a task of your own, not for one of GLUE' };
  }
}
