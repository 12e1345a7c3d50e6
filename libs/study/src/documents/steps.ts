import type { DataLook, Recommending } from '#contracts';
import { findTask } from '#text';

/** What the documents of a recommendation have in common. */
export interface Subject {
  /** Absolute path of the data. */
  readonly path: string;
  readonly look: DataLook;
  readonly metric: string;
  readonly request: Recommending;
  readonly start: StartModel;
}

/** The pre-trained model, as far as it decides the documents. */
export interface StartModel {
  readonly layers: number;
  readonly hidden: number;
  /** Tokens that it reads at most. */
  readonly positions: number;
  readonly vocabulary: number;
  /** Bytes of its weights. */
  readonly bytes: number;
}

/** A step as a document writes it. */
export type Step = Readonly<Record<string, unknown>>;

/** Rows of a split that are set aside to measure on, at most. */
const MOST_DEV_ROWS = 5000;

/** Rows below which a fifth is set aside instead of a tenth. */
const SMALL = 5000;

/** Tokens of a word, with what is left for longer ones. */
const TOKENS_OF_WORD = 1.6;

/** Weights that share a scale. */
const GROUP = 64;

/** Reads the pre-trained model. */
export const importStep = (from: string): Step => ({ do: 'model.import', from });

/** Learns a vocabulary from a task's own text: from the first of two texts of a pair, or whole lines of files without a header. */
export function vocabularyStep(
  corpus: string,
  { task, texts }: { readonly task?: string; readonly texts?: readonly string[] },
  size: number,
): Step {
  const known = task === undefined ? undefined : findTask(task);
  const column = known ? (known.headless ? undefined : known.texts[0]) : texts?.[0];
  return { do: 'tokenizer.learn', corpus, ...(column !== undefined && { column }), vocab_size: size };
}

/** Encodes the data by a model's tokenizer. */
export function encodeStep({ look, request, start }: Subject, tokenizer: string): Step {
  const { task, labels } = request;
  return {
    do: 'dataset.encode',
    tokenizer,
    from: '${set.data}',
    ...(task !== undefined
      ? { task }
      : {
          text_columns: look.texts,
          label_column: look.label,
          ...(labels && { labels }),
          ...(look.kind === 'regression' && { scores: true }),
        }),
    ...(look.rows.dev === undefined && { dev_share: devShare(look.rows.train) }),
    max_length: maxLength(look, start),
  };
}

/** Share of the train split that is set aside to measure on. */
export function devShare(rows: number): number {
  const share = Math.min(rows < SMALL ? 0.2 : 0.1, MOST_DEV_ROWS / rows);
  return Number(share.toPrecision(3));
}

/** Tokens of a text: as many as ninety-nine of a hundred need, in steps of 16. */
export function maxLength({ words }: DataLook, { positions }: Pick<StartModel, 'positions'>): number {
  const wanted = 16 * Math.ceil((TOKENS_OF_WORD * words.most + 3) / 16);
  return Math.max(16, Math.min(wanted, positions, 256));
}

/** Keeps the tokens that the data uses most. */
export const trimStep = (model: string, size: number): Step => ({
  do: 'compress',
  with: 'vocabulary-pruning',
  model,
  dataset: 'words',
  config: { size },
});

/** Drops the topmost layers, as Sajjad et al. (2023, arXiv 2004.03844) found best before fine-tuning. */
export const cutStep = (model: string, count: number): Step => ({
  do: 'compress',
  with: 'layer-dropping',
  model,
  config: { count },
});

/** Bits up to which it pays to look at what comes into each layer. */
const FEW_BITS = 4;

/** Stores a fine-tuned model with few bits, in groups: few enough, by GPTQ (Frantar et al. 2022, arXiv 2210.17323), which takes as
 * many bytes. */
export const compressStep = (model: string, bits: number): Step =>
  bits > FEW_BITS ? quantizeStep(model, bits) : { ...quantizeStep(model, bits), with: 'gptq', dataset: 'rows' };

/** Stores weights with few bits, in groups, each rounded to nearest. */
export const quantizeStep = (model: string, bits: unknown): Step => ({
  do: 'compress',
  with: 'uniform-quantization',
  model,
  config: { bits, granularity: 'group', group_size: GROUP },
});

/** Fine-tunes for so many seconds, or until the data has nothing more to give. */
export function tuneStep({ look, start }: Subject, model: string, seconds: number): Step {
  const isSmall = look.rows.train < 2000;
  // Narrow encoders take higher rates than BERT-base's 2e-5 to 5e-5; a batch of half the size takes a lower one
  const rate = (start.hidden < 512 ? 1.2e-4 : 4e-5) * (isSmall ? 0.7 : 1);
  return {
    do: 'model.finetune',
    model,
    dataset: 'rows',
    learning_rate: Number(rate.toPrecision(2)),
    batch_sentences: isSmall ? 16 : 32,
    evaluations: 0,
    stop: { seconds: Number(seconds.toPrecision(3)), epochs: mostEpochs(look.rows.train) },
  };
}

/** Passes over the data: few over many rows; up to 20 over few, as Mosbach et al. (2021, arXiv 2006.04884) found small
 * tasks to need. */
export function mostEpochs(rows: number): number {
  return Math.round(Math.max(4, Math.min(20, 40_000 / rows)));
}

/** Measures a model on the rows that were set aside. */
export const scoreStep = ({ metric }: Subject, model: string, more: readonly string[] = []): Step => ({
  do: 'evaluate',
  model,
  dataset: 'rows',
  measure: [metric, 'bytes', ...more],
});
