import type { Learned, LearnOptions } from './algorithm.js';
import { type Pair, PairQueue } from './pair-queue.js';

/** How words fall into symbols, and what becomes of two of them. */
export interface MergeRules {
  /** The symbols that a word begins as. */
  split(word: string): string[];
  /** What two neighbours are as one. */
  join(left: string, right: string): string;
  /** Whether the first of two equally frequent pairs is merged before the second; left out: the one whose left piece, then whose
   * right piece, was there first. */
  precedes?(first: readonly [string, string], second: readonly [string, string]): boolean;
}

/** A word's symbols are its characters, and a piece is the text of its parts. */
export const CHARACTERS: MergeRules = {
  split: (word) => Array.from(word),
  join: (left, right) => left + right,
};

/** Byte-pair encoding of words (Sennrich et al. 2016, arXiv 1508.07909, section 3.2): again and again the most frequent pair
 * of neighbouring pieces becomes a piece. Words with a symbol that is not of the alphabet are left out.
 * @param alphabet the first pieces, which count towards the size */
export function learnMerges(
  counts: ReadonlyMap<string, number>,
  alphabet: readonly string[],
  { split, join, precedes }: MergeRules,
  { size, minFrequency }: LearnOptions,
): Learned {
  const pieces = [...alphabet];
  const merges: [string, string][] = [];
  const ids = new Map(pieces.map((piece, id) => [piece, id]));
  const words: number[][] = [];
  const weights: number[] = [];
  for (const word of [...counts.keys()].sort()) {
    const symbols = split(word).map((symbol) => ids.get(symbol));
    if (symbols.includes(undefined)) continue;
    words.push(symbols as number[]);
    weights.push(counts.get(word) as number);
  }
  const named = ({ left, right }: Pair) => [pieces[left], pieces[right]] as const;
  const queue = new PairQueue(precedes && ((a, b) => precedes(named(a), named(b))));
  words.forEach((word, at) => {
    for (let i = 1; i < word.length; i++) queue.add(word[i - 1], word[i], weights[at], at);
  });
  while (pieces.length < size) {
    const best = queue.take(minFrequency);
    if (!best) break;
    const [left, right] = named(best);
    merges.push([left, right]);
    const merged = join(left, right);
    let id = ids.get(merged);
    if (id === undefined) {
      id = pieces.length;
      pieces.push(merged);
      ids.set(merged, id);
    }
    for (const at of best.words) words[at] = merge(words[at], best, id, weights[at], at, queue);
  }
  return { pieces, merges };
}

/** `word` with each `left`, `right` replaced by `id`; the queue learns which pairs went and came. */
function merge(
  word: readonly number[],
  { left, right }: Pair,
  id: number,
  weight: number,
  at: number,
  queue: PairQueue,
): number[] {
  const merged: number[] = [];
  for (let i = 0; i < word.length; i++) {
    if (word[i] !== left || word[i + 1] !== right) {
      merged.push(word[i]);
      continue;
    }
    const before = merged[merged.length - 1];
    if (before !== undefined) {
      queue.add(before, left, -weight, at);
      queue.add(before, id, weight, at);
    }
    const after = word[i + 2];
    if (after !== undefined) {
      queue.add(right, after, -weight, at);
      queue.add(id, after, weight, at);
    }
    merged.push(id);
    i += 1;
  }
  return merged;
}
