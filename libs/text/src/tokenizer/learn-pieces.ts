import { PairQueue } from './pair-queue.js';

export interface LearnOptions {
  /** Pieces to learn, at most. */
  readonly size: number;
  /** Occurrences that a merged piece needs. Letters are always pieces while there is room. */
  readonly minFrequency: number;
}

/** What begins a piece that goes on with a word. */
const CONTINUES = '##';

/** Learns WordPiece's pieces as Hugging Face's trainer does: letters first, then, again and again, the most frequent
 * pair of neighbouring pieces becomes a piece (Sennrich et al., 2016, arXiv 1508.07909). Ties go to the pieces that were
 * there first; letters are in the order of their code points, so that the same words always give the same pieces.
 *
 * The engine itself can learn too, but its package for Node takes neither a size nor a frequency, and orders letters
 * by a hash that changes from run to run. Where ties do not matter, both learn the same pieces (the test compares).
 * @param counts how often each word occurs */
export function learnPieces(counts: ReadonlyMap<string, number>, options: LearnOptions): string[] {
  const pieces = letters(counts, options.size);
  const ids = new Map(pieces.map((piece, id) => [piece, id]));
  const words: number[][] = [];
  const weights: number[] = [];
  for (const word of [...counts.keys()].sort()) {
    const symbols = split(word).map((symbol) => ids.get(symbol));
    // A word with a letter that is not a piece will be [UNK] as a whole
    if (symbols.includes(undefined)) continue;
    words.push(symbols as number[]);
    weights.push(counts.get(word) as number);
  }
  const queue = new PairQueue();
  words.forEach((word, at) => {
    for (let i = 1; i < word.length; i++) queue.add(word[i - 1], word[i], weights[at], at);
  });
  while (pieces.length < options.size) {
    const best = queue.take(options.minFrequency);
    if (!best) break;
    const merged = pieces[best.left] + pieces[best.right].slice(CONTINUES.length);
    let id = ids.get(merged);
    if (id === undefined) {
      id = pieces.length;
      pieces.push(merged);
      ids.set(merged, id);
    }
    for (const at of best.words) words[at] = merge(words[at], best.left, best.right, id, weights[at], at, queue);
  }
  return pieces;
}

function split(word: string): string[] {
  return Array.from(word, (letter, i) => (i === 0 ? letter : CONTINUES + letter));
}

/** Letters alone in the order of their code points, then those that go on a word. Every letter is a piece of its own,
 * wherever it stands; where there is no room for all, the most frequent are. */
function letters(counts: ReadonlyMap<string, number>, size: number): string[] {
  const found = new Map<string, number>();
  const count = (symbol: string, times: number) => found.set(symbol, (found.get(symbol) ?? 0) + times);
  for (const [word, times] of counts) {
    for (const symbol of split(word)) {
      count(symbol, times);
      count(bare(symbol), 0);
    }
  }
  const inOrder = (a: string, b: string) =>
    Number(a !== bare(a)) - Number(b !== bare(b)) || bare(a).codePointAt(0)! - bare(b).codePointAt(0)!;
  return [...found.keys()]
    .sort((a, b) => found.get(b)! - found.get(a)! || inOrder(a, b))
    .slice(0, size)
    .sort(inOrder);
}

/** The letter of a symbol: `a` of `a` and of `##a`. */
function bare(symbol: string): string {
  return symbol.startsWith(CONTINUES) ? symbol.slice(CONTINUES.length) : symbol;
}

/** `word` with each `left`, `right` replaced by `id`; the queue learns which pairs went and came. */
function merge(
  word: readonly number[],
  left: number,
  right: number,
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
