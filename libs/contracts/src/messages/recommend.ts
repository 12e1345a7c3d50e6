import { FlagKey, IntegerKey, NumberKey, TextKey, TextListKey, TextListOrMapKey } from '../schema/keys.js';

/** Where a recommendation starts from where nothing else is named: all-MiniLM-L6-v2 (Wang et al. 2020, arXiv 2002.10957). */
export const USUAL_START = 'hub:sentence-transformers/all-MiniLM-L6-v2';

/** `from` where nothing is pre-trained. */
export const SCRATCH = 'scratch';

/** Seconds of training that a recommendation needs at least: a tenth of them go to pilots. */
export const LEAST_TRAINING = 60;

/** `tlc.v1.pipelines.recommend` */
export class RecommendRequest {
  @TextKey('file or folder of a labelled task: TSV, CSV, JSON lines or Parquet')
  readonly data!: string;

  @TextKey('folder that relative paths start from; left out: that of the service', { optional: true })
  readonly folder?: string;

  @TextKey('GLUE task whose columns and labels the files have, such as glue/sst2', { optional: true })
  readonly task?: string;

  @TextListKey(
    'of a task of your own: column of the text, or columns of the two texts of a pair; left out: found by usual names',
    { optional: true, max: 2 },
  )
  readonly text_columns?: string[];

  @TextKey('of a task of your own: column of the label; left out: found by usual names', { optional: true })
  readonly label_column?: string;

  @TextListOrMapKey(
    'of a task of your own: labels in order of their class, or class names by label, such as ' +
      "{ '0': negative, '1': positive }; left out: the labels of the train split, sorted",
    { optional: true, min: 2 },
  )
  readonly labels?: string[] | Record<string, string>;

  @NumberKey('seconds of training in all, pilots included', { min: LEAST_TRAINING, max: 31_536_000 })
  readonly train_seconds: number = 600;

  @IntegerKey(
    'bytes that the model may have at most, its tokenizer included; left out: a tenth of what it starts from, any from scratch',
    {
      optional: true,
      min: 1,
    },
  )
  readonly max_bytes?: number;

  @NumberKey('milliseconds that one text may take in ONNX Runtime on one thread, at the median; left out: any', {
    optional: true,
    min: 0.001,
  })
  readonly max_latency_ms?: number;

  @TextKey(
    'the pre-trained model to start from: a model folder, or hub:OWNER/NAME; or scratch: none, models are trained from random weights',
  )
  readonly from: string = USUAL_START;

  @FlagKey('compare with models that are trained from scratch on the text of the data, too')
  readonly scratch: boolean = false;

  @TextKey('what the model is measured by; left out: what is usual for the data', { optional: true })
  readonly metric?: string;

  @IntegerKey('seed of everything random', { min: 0, max: 4_294_967_295 })
  readonly seed: number = 1;

  problem() {
    return this.task !== undefined && (this.text_columns ?? this.label_column ?? this.labels) !== undefined
      ? { key: 'task', message: 'give task, or columns and labels of your own, not both' }
      : undefined;
  }
}

/** A request whose keys were checked. */
export type Recommending = Omit<RecommendRequest, 'problem'>;

/** What a look at a labelled data set finds, before any of it is encoded. */
export interface DataLook {
  readonly kind: 'classification' | 'regression';
  /** Columns of the text, or of the two texts of a pair. */
  readonly texts: readonly string[];
  readonly label: string;
  /** Rows of each split, as the files have them. */
  readonly rows: Readonly<Record<string, number>>;
  /** Classes of the train split with their rows, the largest first. */
  readonly classes?: readonly { readonly name: string; readonly rows: number }[];
  /** Words of a text (of both texts of a pair) in the train split. */
  readonly words: { readonly median: number; readonly most: number };
  /** Different characters of the train split. */
  readonly characters: number;
  /** What is doubtful, a sentence each. */
  readonly doubts: readonly string[];
}

/** A figure with the interval that holds it nine times in ten. */
export interface Predicted {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A way from the start to a model, with what is expected of it. */
export interface Candidate {
  /** Pieces of the vocabulary that are left. */
  readonly vocabulary: number;
  readonly layers: number;
  /** Bits of a weight; 32: it is not quantized. */
  readonly bits: number;
  /** Bytes of the model with its tokenizer. */
  readonly bytes: number;
  /** Milliseconds of one text in ONNX Runtime. */
  readonly latency_ms: number;
  /** Seconds of training, and rows that are learned from in them. */
  readonly seconds: number;
  readonly rows_seen: number;
  /** Of the metric, on the dev split. */
  readonly quality: Predicted;
  /** Of a model that is trained from random weights. */
  readonly scratch?: ScratchCandidate;
}

/** A new model. */
export interface ScratchCandidate {
  readonly hidden: number;
  readonly heads: number;
  /** Share of its seconds in which it is trained on the text alone; 0: it is trained on the task at once. */
  readonly pretrain_share: number;
}

/** `tlc.v1.pipelines.recommend` answers this: a pipeline to run first, after which the same request has more to say, or the
 * choice with its pipeline. */
export interface RecommendAnswer {
  readonly look: DataLook;
  readonly metric: string;
  /** What has to run first: `start` reads the pre-trained model, `pilot` tries it on the data. */
  readonly first?: { readonly stage: 'start' | 'pilot'; readonly pipeline: string; readonly seconds: number };
  readonly choice?: Candidate;
  /** The best of those that differ from the choice in layers or bits. */
  readonly runners_up?: readonly Candidate[];
  /** Candidates that were compared, and those among them that the budget allows. */
  readonly considered?: number;
  readonly allowed?: number;
  /** Why, a sentence each. */
  readonly because?: readonly string[];
  /** YAML of a pipeline that makes the choice; its steps `model` and `score` are the model and its scores. */
  readonly pipeline?: string;
}
