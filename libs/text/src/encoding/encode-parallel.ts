import { TlcError } from '#contracts';
import { batchOf } from '../batching/batches.js';
import type { Dataset, Split } from '../dataset.js';
import { findParallel } from '../files/find-parallel.js';
import { readPairs, type TextPairs } from '../files/read-pairs.js';
import type { SplitName } from '../files/split-names.js';
import { encode } from '../tokenizer/encode.js';
import type { Tokenizer } from '../tokenizer/open-tokenizer.js';
import { isOneSided } from '../tokenizer/sentencepiece/marian.js';
import { type EncodingOptions, overall, tokenizerPart } from './dataset-of.js';

export interface ParallelEncodingOptions extends EncodingOptions {
  /** Endings of the source's and the target's files. */
  readonly languages: readonly [string, string];
  /** What the files of the test split are called, where several could be it. */
  readonly test?: string;
}

/** Encodes parallel text: each source followed by its target. Of the train split a pair of which a side is longer than
 * maxLength is left out, for half a sentence is no translation; in the other splits such a side loses its end.
 * @throws TlcError as findParallel, readPairs and encode do */
export async function encodeParallel(
  tokenizer: Tokenizer,
  folder: string,
  options: ParallelEncodingOptions,
): Promise<Dataset> {
  const { maxLength, onWarning } = options;
  if (isOneSided(tokenizer.json)) {
    const message =
      'the tokenizer is that of the sources of a Marian, whose targets have another one: learn a tokenizer of both';
    throw new TlcError('TOKENIZER_INVALID', message);
  }
  const files = await findParallel(folder, options.languages, options.test);
  const entries: [SplitName, TextPairs][] = [];
  for (const [split, own] of Object.entries(files)) {
    const pairs = await readPairs(own);
    const { empty, sources } = pairs;
    if (empty > 0) {
      onWarning?.(`${split}: ${empty} of ${empty + sources.length} pairs left out: one of their sides is empty`);
    }
    entries.push([split as SplitName, pairs]);
  }
  const sizes = Object.fromEntries(entries.map(([split, { sources }]) => [split, 2 * sources.length]));
  const progressOf = overall(options, sizes);
  const splits: Partial<Record<SplitName, Split>> = {};
  for (const [split, { sources, targets }] of entries) {
    const isTrained = split === 'train';
    const texts = sources.flatMap((source, i) => [source, targets[i]]);
    const limit = isTrained ? {} : { maxLength };
    const encoded = await encode(tokenizer, texts, undefined, { ...limit, onProgress: progressOf(split) });
    const { ids, starts, cut } = encoded;
    const whole = { sentences: texts.length, tokens: ids.length, ids, starts };
    const kept = isTrained ? pairsUpTo(starts, maxLength) : undefined;
    if (kept && 2 * kept.length < texts.length) {
      const count = `${texts.length / 2 - kept.length} of ${texts.length / 2} pairs`;
      onWarning?.(`${split}: ${count} left out: one of their sides has more than ${maxLength} tokens`);
    }
    if (cut > 0)
      onWarning?.(`${split}: ${cut} of ${texts.length} texts have more than ${maxLength} tokens and lost their end`);
    splits[split] = {
      ...(kept ? picked(whole, kept) : whole),
      ...(cut > 0 && { cut }),
      together: 2,
      references: kept?.map((pair) => targets[pair]) ?? targets,
    };
  }
  return { objective: 'translation', ...tokenizerPart(tokenizer, maxLength), splits };
}

/** Pairs of which neither side is longer. */
function pairsUpTo(starts: Int32Array, longest: number): number[] {
  const fits = (sentence: number) => starts[sentence + 1] - starts[sentence] <= longest;
  return Array.from({ length: (starts.length - 1) / 2 }, (_, pair) => pair).filter(
    (pair) => fits(2 * pair) && fits(2 * pair + 1),
  );
}

function picked(split: Split, pairs: readonly number[]): Split {
  const sentences = pairs.flatMap((pair) => [2 * pair, 2 * pair + 1]);
  const { ids, starts } = batchOf(split, sentences);
  return { sentences: sentences.length, tokens: ids.length, ids, starts };
}
