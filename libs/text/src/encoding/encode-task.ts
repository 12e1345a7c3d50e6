import { TlcError } from '#contracts';
import type { Dataset, Split } from '../dataset.js';
import { findSplits } from '../files/find-splits.js';
import { type SplitName, SPLITS } from '../files/split-names.js';
import { checkApart } from '../tasks/check-apart.js';
import { checkNames } from '../tasks/check-labels.js';
import { type Examples, isTaskFile, readExamples } from '../tasks/read-examples.js';
import type { Shares } from '../tasks/divide.js';
import { divideTrain } from '../tasks/divide-train.js';
import type { Task } from '../tasks/task.js';
import { encode } from '../tokenizer/encode.js';
import type { Tokenizer } from '../tokenizer/open-tokenizer.js';
import { type EncodingOptions, overall, tokenizerPart } from './dataset-of.js';

export interface TaskEncodingOptions extends EncodingOptions {
  /** Shares of the train split that become the splits that the files lack. */
  readonly shares?: Shares;
  /** Decides which rows these are. */
  readonly seed?: number;
}

/** Encodes the files of a labelled task.
 * @param path folder with train, dev and test files
 * @throws TlcError as findSplits and readExamples do; CONFIG_WRONG_VALUE of pairs to be apart that have no scores; DATA_NO_SPLIT where labels are to be found in a train split that
 * is not there, or a share of it is asked for; DATA_SPLIT_UNCLEAR for a share where the files have that split */
export async function encodeTask(
  tokenizer: Tokenizer,
  task: Task,
  path: string,
  options: TaskEncodingOptions,
): Promise<Dataset> {
  checkNames(task);
  checkApart(task);
  const { apart: isApart = false } = task;
  const files = await findSplits(path, {
    fits: (columns, split) => isTaskFile(task, columns, split),
    onWarning: options.onWarning,
  });
  const examples: Partial<Record<SplitName, Examples>> = {};
  let known = task;
  for (const split of SPLITS) {
    const own = files[split];
    if (!own) continue;
    const read = (examples[split] = await readExamples(own, known, split));
    if (read.skipped > 0) options.onWarning?.(`${own.join(', ')}: ${read.skipped} rows with too few fields left out`);
    if (read.found) known = { ...known, labels: read.found };
    else if (split === 'train' && task.labels !== 'scores' && new Set(read.labels).size === 1) {
      options.onWarning?.(`${own.join(', ')}: every row has the same label: nothing can be learned from it`);
    }
  }
  const labels = known.labels;
  if (labels === 'found') {
    const message = `${path} has no train split to find the labels in; it has ${Object.keys(files).join(', ')}`;
    throw new TlcError('DATA_NO_SPLIT', message, { details: { path, splits: Object.keys(files) } });
  }
  divideTrain(path, examples, options);
  const splits: Partial<Record<SplitName, Split>> = {};
  // Pairs are divided whole
  const entries = SPLITS.flatMap((split) => {
    const read = examples[split];
    return read ? [[split, isApart ? oneByOne(read) : read] as const] : [];
  });
  const progressOf = overall(options, Object.fromEntries(entries.map(([split, read]) => [split, read.texts.length])));
  for (const [split, read] of entries) {
    const { texts, pairs } = read;
    const { cut, ...encoded } = await encode(tokenizer, texts, pairs, {
      maxLength: options.maxLength,
      onProgress: progressOf(split),
    });
    if (cut > 0) {
      const what = `${cut} of ${texts.length} ${pairs ? 'pairs' : 'texts'}`;
      options.onWarning?.(`${split}: ${what} have more than ${options.maxLength} tokens and lost their end`);
    }
    splits[split] = {
      sentences: texts.length,
      tokens: encoded.ids.length,
      ...encoded,
      ...(read.labels && { labels: numbers(read.labels, labels, task) }),
      ...(cut > 0 && { cut }),
      ...(isApart && { together: 2 }),
    };
  }
  return {
    objective: isApart ? 'similarity' : labels === 'scores' ? 'regression' : 'classification',
    ...(task.name !== undefined && { task: task.name }),
    ...(labels !== 'scores' && { labels: task.names ?? labels }),
    ...tokenizerPart(tokenizer, options.maxLength),
    splits,
  };
}

/** The texts of each pair one after the other, both with its label. */
function oneByOne({ texts, pairs = [], labels, skipped }: Examples): Examples {
  return {
    texts: texts.flatMap((text, i) => [text, pairs[i]]),
    ...(labels && { labels: labels.flatMap((label) => [label, label]) }),
    skipped,
  };
}

function numbers(
  words: readonly string[],
  labels: readonly string[] | 'scores',
  task: Task,
): Int32Array | Float32Array {
  // Of pairs apart as shares of the highest
  const unit = task.apart ? (task.highestScore ?? 1) : 1;
  if (labels === 'scores') return Float32Array.from(words, (word) => Number(word) / unit);
  const index = new Map(labels.map((label, i) => [label, i]));
  return Int32Array.from(words, (word) => index.get(word) as number);
}
