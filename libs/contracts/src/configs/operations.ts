import {
  ChoiceKey,
  FlagKey,
  FreeObjectKey,
  IntegerKey,
  IntegerListKey,
  NumberKey,
  ObjectKey,
  TextKey,
  TextListKey,
} from '../schema/keys.js';
import { ArchitectureConfig } from './architecture.js';
import { MASK_PROBABILITY } from './training/masking.js';
import { OptimizationConfig } from './training/optimization.js';

/** `tokenizer.learn` */
export class TokenizerLearnConfig {
  @ChoiceKey('algorithm of the vocabulary', ['wordpiece'])
  readonly algorithm: string = 'wordpiece';

  @IntegerKey('pieces in the vocabulary, special tokens included', { min: 10, max: 1_000_000 })
  readonly vocab_size: number = 8000;

  @FlagKey('lower-case the text and strip accents')
  readonly lowercase: boolean = true;

  @IntegerKey('occurrences that a piece needs', { min: 1, max: 1_000_000 })
  readonly min_frequency: number = 2;

  @TextKey('column of tab-separated files that holds the text; left out: files are plain text', { optional: true })
  readonly column?: string;
}

/** `dataset.encode` */
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
  })
  readonly labels?: string[];

  @FlagKey('the label column of a task of your own holds numbers to predict, not classes')
  readonly scores: boolean = false;

  @TextKey('column of tab-separated files that holds the text for language modelling', { optional: true })
  readonly column?: string;

  @IntegerKey(
    'longest sentence (or pair) in tokens, special tokens included; longer ones lose their end, and are counted',
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

/** `model.import` */
export class ModelImportConfig {
  @TextListKey('labels of a new classification head, in order; left out: the head that the folder has', {
    optional: true,
  })
  readonly labels?: string[];
}

/** `model.pretrain` */
export class PretrainConfig extends OptimizationConfig {
  @ObjectKey('shape of the model; left out when a model is given to go on from', () => ArchitectureConfig, {
    optional: true,
  })
  readonly architecture?: ArchitectureConfig;

  @NumberKey(MASK_PROBABILITY.description, MASK_PROBABILITY.range)
  readonly mask_probability: number = MASK_PROBABILITY.usual;
}

/** `model.finetune` */
export class FinetuneConfig extends OptimizationConfig {
  @ChoiceKey('which weights are the result: the last, or the best on the dev split', ['last', 'best'])
  readonly keep: string = 'last';

  @IntegerKey('evaluations on the dev split in an epoch; 0 evaluates at the end only', { min: 0, max: 1000 })
  readonly evaluations: number = 1;

  override withoutEffect() {
    const all = super.withoutEffect();
    if (this.evaluations !== 0 || this.stop.patience === undefined) return all;
    return [...all, { key: 'stop.patience', message: 'it counts evaluations on the dev split, and evaluations is 0' }];
  }
}

/** `compress` */
export class CompressConfig {
  @TextKey('id of the compression plugin')
  readonly with!: string;

  @FreeObjectKey('config of the plugin; `tlc plugins show ID` lists its keys')
  readonly config: Record<string, unknown> = {};
}

/** `model.export` */
export class ModelExportConfig {
  @TextListKey('what to write: a folder for Transformers, a file for ONNX Runtime', {
    choices: ['transformers', 'onnx'],
  })
  readonly formats: string[] = ['transformers', 'onnx'];
}

/** `evaluate` */
export class EvaluateConfig {
  @ChoiceKey('split of the data set; the last two are the second halves of MNLI', [
    'train',
    'dev',
    'test',
    'dev_mismatched',
    'test_mismatched',
  ])
  readonly split: string = 'dev';

  @TextListKey('what to measure; left out: the task’s own metrics, loss, bytes, parameters and latency', {
    choices: [
      'accuracy',
      'f1',
      'matthews',
      'pearson',
      'spearman',
      'loss',
      'perplexity',
      'bytes',
      'parameters',
      'onnx_bytes',
      'latency',
      'throughput',
    ],
    optional: true,
  })
  readonly measure?: string[];

  @IntegerKey('threads of ONNX Runtime for latency and throughput', { min: 1, max: 1024 })
  readonly threads: number = 1;

  @IntegerListKey('batch sizes of the throughput', { min: 1, max: 4096 })
  readonly batches: number[] = [1, 32];

  @FlagKey('write a GLUE submission file (for the test split: instead of scores)')
  readonly submission: boolean = false;

  withoutEffect() {
    const measures = (name: string, byDefault: boolean) => this.measure?.includes(name) ?? byDefault;
    const [latency, throughput] = [measures('latency', true), measures('throughput', false)];
    return [
      ...(throughput || this.batches.join() === '1,32'
        ? []
        : [{ key: 'batches', message: 'throughput is not measured' }]),
      ...(latency || throughput || this.threads === 1
        ? []
        : [{ key: 'threads', message: 'neither latency nor throughput is measured' }]),
    ];
  }
}

/** `evaluate.texts` */
export class EvaluateTextsConfig {
  @ChoiceKey('tokenizer of BLEU', ['13a', 'intl', 'char', 'none'])
  readonly tokenize: string = '13a';

  @ChoiceKey('smoothing of BLEU', ['exp', 'floor', 'add-k', 'none'])
  readonly smooth: string = 'exp';

  @NumberKey('value of the smoothing floor or add-k; left out: 0.1 and 1', { min: 0, max: 1000, optional: true })
  readonly smooth_value?: number;

  @FlagKey('compare in lower case')
  readonly lowercase: boolean = false;

  @FlagKey('BLEU of each sentence too')
  readonly sentences: boolean = false;

  @IntegerKey('longest n-gram', { min: 1, max: 9 })
  readonly max_order: number = 4;

  withoutEffect() {
    const isUsed = this.smooth_value === undefined || ['floor', 'add-k'].includes(this.smooth);
    return isUsed ? [] : [{ key: 'smooth_value', message: `smooth: ${this.smooth} has no value` }];
  }
}
