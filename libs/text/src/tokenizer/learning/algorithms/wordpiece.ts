import { wordPieceTokenizer } from '../../wordpiece.js';
import type { Algorithm, LearnOptions } from '../algorithm.js';
import { alphabetOf, byCodePoint } from '../alphabet.js';
import { learnMerges } from '../learn-merges.js';
import { SPECIAL } from '../spaced-words.js';

/** What begins a piece that goes on with a word. */
const CONTINUES = '##';

/** BERT's vocabulary and way to clean and split text (Devlin et al. 2019, arXiv 1810.04805). */
export const wordPiece: Algorithm = {
  learn: (counts, options) => ({ pieces: learnPieces(counts, options), merges: [] }),
  tokenizer: ({ pieces }, options) => wordPieceTokenizer([...SPECIAL, ...pieces], options),
};

/** Learns WordPiece's pieces as Hugging Face's trainer does: letters first, then, again and again, the most frequent
 * pair of neighbouring pieces becomes a piece (Sennrich et al., 2016, arXiv 1508.07909). Ties go to the pieces that were
 * there first; letters are in the order of their code points, so that the same words always give the same pieces.
 *
 * The engine itself can learn too, but its package for Node takes neither a size nor a frequency, and orders letters
 * by a hash that changes from run to run. Where ties do not matter, both learn the same pieces (the test compares).
 * @param counts how often each word occurs; one with a letter that is not a piece will be [UNK] as a whole */
export function learnPieces(counts: ReadonlyMap<string, number>, options: LearnOptions): readonly string[] {
  const alphabet = alphabetOf(counts, options.size, split, inOrder, (symbol) => [bare(symbol)]);
  return learnMerges(counts, alphabet, { split, join: (left, right) => left + bare(right) }, options).pieces;
}

/** Every letter is a piece of its own, wherever it stands. */
const split = (word: string) => Array.from(word, (letter, i) => (i === 0 ? letter : CONTINUES + letter));

/** Letters alone in the order of their code points, then those that go on a word. */
const inOrder = (a: string, b: string) =>
  Number(a !== bare(a)) - Number(b !== bare(b)) || byCodePoint(bare(a), bare(b));

/** The letters of a symbol: `a` of `a` and of `##a`. */
function bare(symbol: string): string {
  return symbol.startsWith(CONTINUES) ? symbol.slice(CONTINUES.length) : symbol;
}
