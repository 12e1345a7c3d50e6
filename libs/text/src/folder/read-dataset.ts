import { join } from 'node:path';
import { content, jsonPlace, quoted, TlcError } from '#contracts';
import { readInput } from '#artifacts';
import { type Dataset, isApart, type Split } from '../dataset.js';
import { blocksOf } from '../numbers.js';
import type { SplitName } from '../files/split-names.js';
import { type DatasetDescription, MOST_HELD, referencesFile, type SplitDescription } from './description.js';
import { readArrays } from './read-arrays.js';

/** Reads a folder that writeDataset wrote.
 * @param compared splits of a translation whose targets are needed as they are written, too
 * @param mostHeld bytes of a split's file up to which it is held in memory
 * @throws TlcError FILE_MISSING, SAFETENSORS_INVALID; DATASET_INVALID with what does not fit */
export async function readDataset(
  folder: string,
  compared: readonly SplitName[] = [],
  mostHeld = MOST_HELD,
): Promise<Dataset> {
  const description = await readDescription(folder);
  const tokenizer = await text(join(folder, 'tokenizer.json'));
  const splits: Partial<Record<SplitName, Split>> = {};
  for (const name of Object.keys(description.splits) as SplitName[]) {
    const file = join(folder, `${name}.safetensors`);
    splits[name] = await readSplit(file, description, mostHeld, description.splits[name]);
    if (description.objective !== 'translation' || !compared.includes(name)) continue;
    splits[name] = { ...splits[name], references: await readReferences(folder, name) };
  }
  const {
    objective,
    task,
    labels,
    max_length: maxLength,
    vocab_size: vocabSize,
    special_tokens: special,
  } = description;
  return {
    objective,
    ...(task !== undefined && { task }),
    ...(labels && { labels }),
    maxLength,
    vocabSize,
    special,
    tokenizer,
    splits,
  };
}

/** `dataset.json` of a data set folder, without its data.
 * @throws TlcError FILE_MISSING, DATASET_INVALID */
export async function readDescription(folder: string): Promise<DatasetDescription> {
  const path = join(folder, 'dataset.json');
  const json = await text(path);
  let found: Partial<DatasetDescription>;
  try {
    found = JSON.parse(json) as Partial<DatasetDescription>;
  } catch (cause) {
    throw invalid(path, `it is not JSON, ${jsonPlace(json)} (${content((cause as Error).message)})`);
  }
  if (found?.format !== 1) throw invalid(path, `its format is ${quoted(found?.format)}; this version reads 1`);
  if (!found.splits || !found.special_tokens) throw invalid(path, 'it lacks splits or special_tokens');
  return found as DatasetDescription;
}

async function text(path: string): Promise<string> {
  const bytes = await readInput(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause instanceof TlcError) throw cause;
    throw new TlcError('FILE_MISSING', `${path} cannot be read (${cause.code})`, { cause, details: { path } });
  });
  return bytes.toString('utf8');
}

/** The targets of a translation's split as they are written.
 * @throws TlcError FILE_MISSING, DATASET_INVALID */
export async function readReferences(folder: string, split: SplitName): Promise<string[]> {
  const path = join(folder, referencesFile(split));
  const { splits } = await readDescription(folder);
  const lines = (await text(path)).split('\n').slice(0, -1);
  if (2 * lines.length === splits[split]?.sentences) return lines;
  throw invalid(path, `it has ${lines.length} lines, and the split ${splits[split]?.sentences} sentences in pairs`);
}

async function readSplit(
  path: string,
  description: DatasetDescription,
  mostHeld: number,
  told?: SplitDescription,
): Promise<Split> {
  const { cut, dropped } = told ?? {};
  const { ids, types, starts, labels } = await readArrays(path, mostHeld);
  if (!ids || !(starts instanceof Int32Array)) throw invalid(path, 'it lacks ids or starts');
  for (const block of blocksOf(ids)) {
    if (block.every((id) => id >= 0 && id < description.vocab_size)) continue;
    throw invalid(path, `it has ids outside of the vocabulary of ${description.vocab_size}`);
  }
  if (
    starts[0] !== 0 ||
    starts[starts.length - 1] !== ids.length ||
    starts.some((at, i) => i > 0 && at <= starts[i - 1])
  ) {
    throw invalid(path, `starts does not rise from 0 to its ${ids.length} ids; every sentence has one at least`);
  }
  if (types && types.length !== ids.length) throw invalid(path, 'types do not fit');
  if (isApart(description.objective) && starts.length % 2 === 0) throw invalid(path, 'a sentence has no pair');
  if (labels && !fits(labels, starts.length - 1, description)) throw invalid(path, 'labels do not fit');
  return {
    sentences: starts.length - 1,
    tokens: ids.length,
    ids,
    ...(types && { types }),
    starts,
    ...(labels && { labels: labels as Int32Array | Float32Array }),
    ...(cut !== undefined && { cut }),
    ...(dropped && { dropped }),
    ...(isApart(description.objective) && { together: 2 }),
  };
}

function fits(labels: unknown, sentences: number, { objective, labels: names }: DatasetDescription): boolean {
  if (objective === 'regression' || objective === 'similarity')
    return labels instanceof Float32Array && labels.length === sentences;
  const classes = names?.length ?? 0;
  return labels instanceof Int32Array && labels.length === sentences && labels.every((at) => at >= 0 && at < classes);
}

function invalid(path: string, problem: string): TlcError {
  return new TlcError('DATASET_INVALID', `${path}: ${problem}`, { details: { path } });
}
