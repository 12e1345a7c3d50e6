import type { ModelShape } from '#families';
import type { LengthHistogram, Objective, SplitName } from '#text';

/** What is known of an artifact without reading it, or before it is made. What is not known is absent. */
export interface ArtifactFacts {
  /** Pieces of the vocabulary that a tokenizer has, or that a data set or a model is made for. */
  readonly vocabulary?: number;
  readonly data?: DataFacts;
  readonly shape?: ModelShape;
  /** Names of the models that a training kept on its way, or will keep. */
  readonly checkpoints?: readonly string[];
}

/** What is known of a data set. */
export interface DataFacts {
  /** How long a sentence may be, in tokens. */
  readonly longest: number;
  readonly objective?: Objective;
  /** Of GLUE; absent for a task of the user's own, and for text. */
  readonly task?: string;
  /** Names of the classes; absent where they are still to be found in the files. */
  readonly labels?: readonly string[];
  /** Absent before the data set is made. */
  readonly splits?: Readonly<Partial<Record<SplitName, SplitFacts>>>;
}

/** What a data set's description says of a split. */
export interface SplitFacts {
  /** Absent where a data set is only outlined. */
  readonly sentences?: number;
  readonly tokens: number;
  /** How long its sentences are; absent in data sets of earlier versions. */
  readonly lengths?: LengthHistogram;
  /** Of its arrays. */
  readonly bytes: number;
}

/** How long sentences may be where nothing says it. */
export const USUAL_DATA: DataFacts = { longest: 128 };
