import type { Dataset, Objective, Split, SplitName } from '#text';
import { greatest } from '#text/numbers';

/** What stands on top of an encoder, as far as data decide whether it fits. */
export interface HeadFacts {
  readonly kind: string;
  /** Names of its classes, in order. */
  readonly labels?: readonly string[];
}

/** What of a model decides which data it can take. */
export interface ModelFacts {
  readonly head: HeadFacts;
  /** Tokens that have an embedding. */
  readonly vocabulary: number;
  /** Tokens of the longest input; Infinity where nothing limits it. */
  readonly positions: number;
  /** Texts of an input that have an embedding of their own; 0 where the encoder does not look at them. */
  readonly types: number;
  /** Content of tokenizer.json. */
  readonly tokenizer?: string;
}

/** What of a data set decides which models can take it. */
export interface DataFacts {
  readonly objective: Objective;
  /** GLUE task, such as `glue/sst2`. */
  readonly task?: string;
  /** Class names in order of their index. */
  readonly labels?: readonly string[];
  /** Tokens of the vocabulary. */
  readonly vocabulary: number;
  /** Content of tokenizer.json; absent where it is not known yet. */
  readonly tokenizer?: string;
  /** Absent splits are not there, or not asked about. */
  readonly splits: Readonly<Partial<Record<SplitName, SplitFacts>>>;
}

export interface SplitFacts {
  /** Tokens of its longest sentence. */
  readonly longest: number;
  /** Largest id of a token. */
  readonly largestId: number;
  /** Largest type: 1 where there are second texts that are told apart. */
  readonly largestType: number;
}

const counted = new WeakMap<Split, SplitFacts>();

/** The facts of a data set in memory.
 * @param splits those that matter; all when left out */
export function dataFacts(dataset: Dataset, splits = Object.keys(dataset.splits) as SplitName[]): DataFacts {
  const { objective, task, labels, vocabSize: vocabulary, tokenizer } = dataset;
  const found = splits.flatMap((name) => {
    const split = dataset.splits[name];
    return split ? [[name, splitFacts(split)] as const] : [];
  });
  return {
    objective,
    ...(task !== undefined && { task }),
    ...(labels && { labels }),
    vocabulary,
    tokenizer,
    splits: Object.fromEntries(found),
  };
}

/** Looks at every token once, however often it is asked: training asks before each look at the dev split. */
function splitFacts(split: Split): SplitFacts {
  const known = counted.get(split);
  if (known) return known;
  const { starts, ids, types } = split;
  const facts = {
    longest: starts.reduce((most, at, i) => Math.max(most, i > 0 ? at - starts[i - 1] : 0), 0),
    largestId: greatest(ids),
    largestType: types ? greatest(types) : 0,
  };
  counted.set(split, facts);
  return facts;
}
