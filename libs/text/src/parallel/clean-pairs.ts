import { textKey } from '../tasks/text-key.js';
import type { Dropped, DropReason } from './dropped.js';
import type { TextPairs } from './read-pairs.js';

/** What pairs of a train split are left out for, besides an empty side and one that is too long. */
export interface CleaningRules {
  /** The same pair stands before, case and spaces aside. */
  readonly duplicates: boolean;
  /** Its source is one of another split, case and spaces aside. */
  readonly held_out: boolean;
  /** Both sides are the same: text that nobody translated (Khayrallah and Koehn 2018, section 3.3). */
  readonly copies: boolean;
  /** Tokens that each side has at least, special ones not counted. */
  readonly min_length?: number;
  /** How many times the tokens of the other side a side may have, special ones not counted. */
  readonly max_ratio?: number;
}

/** The pairs that stay by their texts, in their order, and how many were left out.
 * @param others sources of the other splits */
export function cleanTexts(
  { sources, targets }: TextPairs,
  { duplicates, held_out: heldOut, copies }: CleaningRules,
  others: Iterable<string>,
): TextPairs & { readonly dropped: Dropped } {
  const seen = new Set<string>();
  const held = new Set<string>();
  if (heldOut) for (const source of others) held.add(textKey(source));
  const reasonOf = (source: string, target: string): DropReason | undefined => {
    const pair = textKey(source, target);
    if (duplicates && seen.has(pair)) return 'duplicate';
    seen.add(pair);
    if (held.size > 0 && held.has(textKey(source))) return 'held_out';
    return copies && textKey(source) === textKey(target) ? 'copied' : undefined;
  };
  const { kept, dropped } = sifted(sources.length, (pair) => reasonOf(sources[pair], targets[pair]));
  return { sources: kept.map((pair) => sources[pair]), targets: kept.map((pair) => targets[pair]), dropped };
}

/** The pairs that stay by their lengths.
 * @param starts of the sides in tokens, int32 [2 · pairs + 1], each source before its target
 * @param special tokens of a side that are special
 * @param longest tokens that a side may have, special ones counted */
export function cleanLengths(
  starts: Int32Array,
  special: number,
  longest: number,
  { min_length: least = 0, max_ratio: ratio = Infinity }: Pick<CleaningRules, 'min_length' | 'max_ratio'> = {},
): { readonly kept: readonly number[]; readonly dropped: Dropped } {
  return sifted((starts.length - 1) / 2, (pair) => {
    const [source, target] = [2 * pair, 2 * pair + 1].map((side) => starts[side + 1] - starts[side] - special);
    if (Math.min(source, target) < least) return 'short';
    if (Math.max(source, target) + special > longest) return 'long';
    return Math.max(source, target) > ratio * Math.min(source, target) ? 'uneven' : undefined;
  });
}

function sifted(pairs: number, reasonOf: (pair: number) => DropReason | undefined) {
  const kept: number[] = [];
  const dropped: Dropped = {};
  for (let pair = 0; pair < pairs; pair++) {
    const reason = reasonOf(pair);
    if (reason === undefined) kept.push(pair);
    else dropped[reason] = (dropped[reason] ?? 0) + 1;
  }
  return { kept, dropped };
}
