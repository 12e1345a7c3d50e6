import type { Dataset, Split } from '../dataset.js';
import { findSplits } from '../files/find-splits.js';
import type { SplitName } from '../files/split-names.js';
import { readText } from '../files/stream-text.js';
import { encode } from '../tokenizer/encode.js';
import type { Tokenizer } from '../tokenizer/open-tokenizer.js';
import { type EncodingOptions, overall, tokenizerPart } from './dataset-of.js';
import { pieces } from './pieces.js';

/** Encodes text for language modelling. Plain text runs on from line to line: the lines between two blank ones are one
 * text, which is cut into sequences of about equal length, none longer than maxLength. With `column`, files are
 * tab-separated and every row of that column is a text of its own.
 * @param path a file, or a folder with train, dev and test files
 * @throws TlcError as findSplits, readLines and readTable do */
export async function encodeText(
  tokenizer: Tokenizer,
  path: string,
  options: EncodingOptions & { readonly column?: string },
): Promise<Dataset> {
  const { column, onWarning } = options;
  const fits = column === undefined ? undefined : (columns: readonly string[]) => columns.includes(column);
  const files = await findSplits(path, { fits, onWarning });
  const lines: Partial<Record<SplitName, string[]>> = {};
  for (const [split, own] of Object.entries(files) as [SplitName, string[]][]) {
    const texts = await Promise.all(own.map((file) => readText(file, column)));
    // Plain text does not run on from file to file
    lines[split] = texts.flatMap((text) => (column === undefined ? [...text, ''] : text));
  }
  const entries = Object.entries(lines) as [SplitName, string[]][];
  const progressOf = overall(options, Object.fromEntries(entries.map(([split, own]) => [split, own.length])));
  const splits: Partial<Record<SplitName, Split>> = {};
  for (const [split, own] of entries) {
    const encoded = await encode(tokenizer, own, undefined, { special: false, onProgress: progressOf(split) });
    const ends = column === undefined ? paragraphEnds(own) : own.map((_, i) => i + 1);
    const runs = ends.map((end, i) => [encoded.starts[i === 0 ? 0 : ends[i - 1]], encoded.starts[end]] as const);
    splits[split] = pieces(encoded.ids, runs, options.maxLength, tokenizer.special);
  }
  return { objective: 'language-modelling', ...tokenizerPart(tokenizer, options.maxLength), splits };
}

/** Index after the last line of each text: after blank lines. */
function paragraphEnds(lines: readonly string[]): number[] {
  const ends: number[] = [];
  for (let i = 0; i < lines.length; i++) {
    if (lines[i].trim() === '') ends.push(i + 1);
  }
  return ends;
}
