import type { Dataset, Split } from '../dataset.js';
import { findSplits, holding } from '../files/find-splits.js';
import type { SplitName } from '../files/split-names.js';
import { streamText } from '../files/stream-text.js';
import { encode } from '../tokenizer/encode.js';
import type { Tokenizer } from '../tokenizer/open-tokenizer.js';
import { type EncodingOptions, overall, tokenizerPart } from './dataset-of.js';
import type { Numbers } from '../numbers.js';
import { GatheredIds } from './gathered-ids.js';
import { pieces } from './pieces.js';
import type { Scratch } from './scratch.js';

/** Encodes text for language modelling. Plain text runs on from line to line: the lines between two blank ones are one
 * text, which is cut into sequences of about equal length, none longer than maxLength. With `column`, every
 * row of that column is a text of its own. The texts themselves are not held; nor are tokens, past some, where there is a scratch.
 * @param path a file, or a folder with train, dev and test files
 * @throws TlcError as findSplits and streamText do; FILE_EMPTY; DATASET_TOO_LARGE for more than 2^31 - 1 tokens in a split */
export async function encodeText(
  tokenizer: Tokenizer,
  path: string,
  options: EncodingOptions & { readonly column?: string; readonly scratch?: Scratch },
): Promise<Dataset> {
  const { column, onWarning } = options;
  const files = await findSplits(path, { fits: holding(column), onWarning });
  const entries = Object.entries(files) as [SplitName, string[]][];
  const sizes: Partial<Record<SplitName, number>> = {};
  for (const [split, own] of entries) sizes[split] = await countTexts(own, column);
  const progressOf = overall(options, sizes);
  const splits: Partial<Record<SplitName, Split>> = {};
  for (const [split, own] of entries) {
    const { ids, ends } = await encodeFiles(tokenizer, own, options, progressOf(split));
    splits[split] = pieces(ids, ends, options.maxLength, tokenizer.special);
  }
  return { objective: 'language-modelling', ...tokenizerPart(tokenizer, options.maxLength), splits };
}

/** Reading twice takes a small share of the time of encoding, and no text has to be held. */
async function countTexts(files: readonly string[], column: string | undefined): Promise<number> {
  let count = 0;
  for (const file of files) for await (const texts of streamText(file, column)) count += texts.length;
  return count;
}

/** The tokens of a split, and where each of its texts ends among them. */
async function encodeFiles(
  tokenizer: Tokenizer,
  files: readonly string[],
  { column, scratch }: { readonly column?: string; readonly scratch?: Scratch },
  onProgress: (done: number) => void,
): Promise<{ ids: Numbers; ends: readonly number[] }> {
  const ids = new GatheredIds(files[0], scratch);
  const ends: number[] = [];
  let done = 0;
  for (const file of files) {
    for await (const texts of streamText(file, column)) {
      const before = { texts: done, tokens: ids.length };
      const encoded = await encode(tokenizer, texts, undefined, {
        special: false,
        onProgress: (some) => onProgress(before.texts + some),
      });
      ids.add(encoded.ids);
      texts.forEach((text, i) => {
        const isEnd = column !== undefined || text.trim() === '';
        if (isEnd) ends.push(before.tokens + encoded.starts[i + 1]);
      });
      done += texts.length;
    }
    // Plain text does not run on from file to file
    if (column === undefined) ends.push(ids.length);
  }
  return { ids: ids.take(), ends };
}
