import type { Numbers } from './numbers.js';
import type { SplitName } from './files/split-names.js';
import type { Dropped } from './parallel/dropped.js';

/** What a data set is for. Of `similarity` the two texts of a pair are sentences of their own, one after the other, with a
 * score of how much alike they are; of `translation` a source and its target, likewise. */
export type Objective = 'language-modelling' | 'classification' | 'regression' | 'similarity' | 'translation';

/** Whether the two texts of a pair are sentences of their own, one after the other. */
export const isApart = (objective: Objective | undefined): boolean =>
  objective === 'similarity' || objective === 'translation';

/** One split, its sentences one after another. */
export interface Split {
  readonly sentences: number;
  readonly tokens: number;
  /** int32 [tokens] */
  readonly ids: Numbers;
  /** uint8 [tokens], or absent where all are 0. */
  readonly types?: Numbers<Uint8Array>;
  /** int32 [sentences + 1] */
  readonly starts: Int32Array;
  /** Of each sentence; both sentences of a pair have its score. */
  readonly labels?: Int32Array | Float32Array;
  /** Sentences that belong together, one after another: 2 in pairs that are apart; 1 when left out. */
  readonly together?: number;
  /** Texts (or pairs) that were longer than the longest sentence and lost their end; absent where there are none. */
  readonly cut?: number;
  /** Pairs of parallel text that were left out, by why; absent where there are none. */
  readonly dropped?: Dropped;
  /** Of a translation, as they are written: what its targets are compared with. Absent in a data set that was read without
   * them. */
  readonly references?: readonly string[];
}

/** Special tokens by their id. */
export interface SpecialTokens {
  readonly pad: number;
  readonly unk: number;
  readonly cls: number;
  readonly sep: number;
  /** Absent where texts are a decoder's, of whose tokens none is masked. */
  readonly mask?: number;
}

/** An encoded data set: an artifact folder with `dataset.json`, one safetensors file a split, and `tokenizer.json`. */
export interface Dataset {
  readonly objective: Objective;
  /** GLUE task, such as `glue/sst2`. */
  readonly task?: string;
  /** Class names in order of their index. */
  readonly labels?: readonly string[];
  readonly maxLength: number;
  readonly vocabSize: number;
  readonly special: SpecialTokens;
  /** Content of tokenizer.json: it goes along with every model trained on the data set. */
  readonly tokenizer: string;
  readonly splits: Readonly<Partial<Record<SplitName, Split>>>;
}
