import { TlcError } from '#contracts';
import { picked } from '../batching/picked.js';
import type { Dataset, Split } from '../dataset.js';
import { type EncodingOptions, overall, tokenizerPart } from '../encoding/dataset-of.js';
import type { SplitName } from '../files/split-names.js';
import type { Shares } from '../tasks/divide.js';
import { divideTrain } from '../tasks/divide-train.js';
import { encode } from '../tokenizer/encode.js';
import type { Tokenizer } from '../tokenizer/open-tokenizer.js';
import { isOneSided } from '../tokenizer/sentencepiece/marian.js';
import { cleanLengths, cleanTexts, type CleaningRules } from './clean-pairs.js';
import { type Dropped, tellDropped } from './dropped.js';
import { encodeSides } from './encode-sides.js';
import { findParallel, type ParallelText } from './find-parallel.js';
import { readPairs, type TextPairs } from './read-pairs.js';

export interface ParallelEncodingOptions extends EncodingOptions, Omit<ParallelText, 'onWarning'> {
  /** The tokenizer of the targets, where they have one of their own. */
  readonly ofTargets?: Tokenizer;
  /** What of the train split is left out besides empty and too long sides. */
  readonly clean?: CleaningRules;
  /** Shares of the train split that become the splits that the files lack. */
  readonly shares?: Shares;
  /** Decides which pairs these are. */
  readonly seed?: number;
}

type Entry = readonly [SplitName, TextPairs & { readonly dropped: Dropped }];

/** Encodes parallel text: each source followed by its target. Of the train split a pair of which a side is longer than
 * maxLength is left out, for half a sentence is no translation; in the other splits such a side loses its end.
 * @throws TlcError TOKENIZER_INVALID; as findParallel, readPairs, divideTrain and encode do; FILE_EMPTY where no pair of the train split is left */
export async function encodeParallel(
  tokenizer: Tokenizer,
  path: string,
  options: ParallelEncodingOptions,
): Promise<Dataset> {
  const { maxLength, onWarning } = options;
  checkSides(tokenizer, options.ofTargets);
  const entries = await pairsOf(path, options);
  const sizes = Object.fromEntries(entries.map(([split, { sources }]) => [split, 2 * sources.length]));
  const progressOf = overall(options, sizes);
  const special = (await encode(tokenizer, [''], undefined)).ids.length;
  const splits: Partial<Record<SplitName, Split>> = {};
  for (const [split, { sources, targets, dropped }] of entries) {
    const isTrained = split === 'train';
    const limit = isTrained ? {} : { maxLength };
    const { ids, starts, cut } = await encodeSides(
      tokenizer,
      options.ofTargets,
      { sources, targets },
      { ...limit, onProgress: progressOf(split) },
    );
    const sentences = 2 * sources.length;
    if (cut > 0)
      onWarning?.(`${split}: ${cut} of ${sentences} texts have more than ${maxLength} tokens and lost their end`);
    const whole = { sentences, tokens: ids.length, ids, starts };
    const fitting = isTrained ? cleanLengths(starts, special, maxLength, options.clean) : undefined;
    if (fitting?.kept.length === 0) throw new TlcError('FILE_EMPTY', `${path}: no pair of the train split is left`);
    const all = { ...dropped, ...fitting?.dropped };
    const total = sources.length + Object.values(dropped).reduce((sum, count) => sum + count, 0);
    const { min_length: shortest, max_ratio: ratio } = options.clean ?? {};
    tellDropped(split, total, all, { shortest, longest: maxLength, ratio }, onWarning);
    const loses = fitting !== undefined && fitting.kept.length < sources.length;
    splits[split] = {
      ...(loses
        ? picked(
            whole,
            fitting.kept.flatMap((pair) => [2 * pair, 2 * pair + 1]),
          )
        : whole),
      ...(cut > 0 && { cut }),
      ...(Object.keys(all).length > 0 && { dropped: all }),
      together: 2,
      references: loses ? fitting.kept.map((pair) => targets[pair]) : targets,
    };
  }
  return { objective: 'translation', ...tokenizerPart(tokenizer, maxLength), splits };
}

/** @throws TlcError TOKENIZER_INVALID for the tokenizer of one side only, and for two whose tokens are not the same */
function checkSides(tokenizer: Tokenizer, ofTargets: Tokenizer | undefined): void {
  if (ofTargets) {
    const { vocabSize, special } = tokenizer;
    const isSame = ofTargets.vocabSize === vocabSize && JSON.stringify(ofTargets.special) === JSON.stringify(special);
    if (isSame) return;
    throw new TlcError(
      'TOKENIZER_INVALID',
      'the tokenizer of the targets has another vocabulary than that of the sources',
    );
  }
  if (!isOneSided(tokenizer.json)) return;
  const message =
    'the tokenizer is that of the sources of a translator, whose targets have another one: give the model as it was imported, or learn a tokenizer of both';
  throw new TlcError('TOKENIZER_INVALID', message);
}

/** The pairs of each split, those of the train split cleaned by their texts. */
async function pairsOf(path: string, options: ParallelEncodingOptions): Promise<Entry[]> {
  const empty: Partial<Record<SplitName, number>> = {};
  const examples: Parameters<typeof divideTrain>[1] = {};
  for (const [name, own] of Object.entries(await findParallel(path, options))) {
    const split = name as SplitName;
    const pairs = await readPairs(own, options);
    empty[split] = pairs.empty;
    examples[split] = { texts: pairs.sources, pairs: pairs.targets, skipped: 0 };
  }
  divideTrain(path, examples, options);
  const heldOut = () => Object.entries(examples).flatMap(([split, { texts }]) => (split === 'train' ? [] : texts));
  return Object.entries(examples).map(([name, { texts: sources, pairs: targets = [] }]): Entry => {
    const split = name as SplitName;
    const cleaned =
      split === 'train' && options.clean
        ? cleanTexts({ sources, targets }, options.clean, heldOut())
        : { sources, targets, dropped: {} };
    const dropped = { ...(empty[split] ? { empty: empty[split] } : {}), ...cleaned.dropped };
    return [split, { ...cleaned, dropped }];
  });
}
