/** One figure that was measured, with all that is needed to measure it again. */
export interface Measure {
  /** `accuracy`, `bleu`, `bytes`, `latency`, … */
  readonly name: string;
  /** Shares (accuracy, F1) from 0 to 1; correlations from -1 to 1; BLEU from 0 to 100; else in `unit`. */
  readonly value: number;
  /** `bytes`, `ms`, `sentences/s`; absent for shares, correlations and counts. */
  readonly unit?: string;
  /** How it was made: metric and version, data split, tokenisation, seed, engine or runtime, machine. */
  readonly signature: string;
  /** Sentences or segments that it was measured on: what its sampling error follows from. */
  readonly samples?: number;
  /** What the value is made of, such as BLEU's precisions (percent), brevity penalty and lengths (tokens). */
  readonly parts?: Readonly<Record<string, number | readonly number[]>>;
}

/** A model as it was measured. */
export interface MeasuredModel {
  /** Its id, or the path of a folder that is not in the store. */
  readonly artifact: string;
  /** Values in its tensors, zeros included. */
  readonly parameters: number;
  /** Size of the files that a user would ship: config.json, model.safetensors, tokenizer.json. */
  readonly bytes: number;
}

/** `scores.json` of a scores artifact. */
export interface Scores {
  /** Absent where texts were measured, not a model. */
  readonly model?: MeasuredModel;
  readonly dataset?: { readonly artifact: string; readonly task?: string; readonly split: string };
  readonly measures: readonly Measure[];
  /** The model named `beside`, with its speed measured in turn with the other's on the same machine. */
  readonly beside?: { readonly model: MeasuredModel; readonly measures: readonly Measure[] };
}
