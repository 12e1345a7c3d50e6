import type { Learned, LearnOptions } from '../algorithm.js';
import { alphabetOf, byCodePoint } from '../alphabet.js';
import { digamma } from './digamma.js';
import { addExpected, bestPath, latticeOf, unigramModel, type UnigramModel } from './lattice.js';
import { seedPieces } from './seed-pieces.js';

/** Steps of expectation and maximisation between prunings, the share of the pieces that one leaves, and how many more than are
 * wanted are left before the last choice: SentencePiece's. */
const STEPS = 2;
const LEFT = 0.75;
const SPARE = 1.1;

/** Pieces that are expected less often are dropped, likewise. */
const LEAST_EXPECTED = 0.5;

interface Word {
  readonly word: string;
  readonly times: number;
}

/** The unigram language model (Kudo 2018, arXiv 1804.10959, section 3.2), as SentencePiece trains it: from many pieces, again and
 * again, the probabilities are fitted to all segmentations of the words, and the pieces go whose loss costs the likelihood least. Letters
 * stay.
 * @returns pieces, the most probable first, with the logarithms of their probabilities */
export function learnUnigram(counts: ReadonlyMap<string, number>, { size, minFrequency }: LearnOptions): Learned {
  const alphabet = alphabetOf(counts, size, (word) => Array.from(word), byCodePoint);
  const letters = new Set(alphabet);
  const words = [...counts]
    .map(([word, times]) => ({ word, times }))
    .filter(({ word }) => Array.from(word).every((letter) => letters.has(letter)))
    .sort((a, b) => (a.word < b.word ? -1 : 1));
  const known = new Map(words.map(({ word, times }) => [word, times]));
  const seeds = size > alphabet.length ? seedPieces(known, minFrequency) : [];
  const occurrences = lettersIn(words);
  const weights = [...alphabet.map((letter) => occurrences.get(letter) ?? 1), ...seeds.map(({ weight }) => weight)];
  const total = Math.log(weights.reduce((sum, weight) => sum + weight, 0));
  let model = unigramModel(
    [...alphabet, ...seeds.map(({ piece }) => piece)],
    weights.map((weight) => Math.log(weight) - total),
  );
  const wanted = Math.max(size, alphabet.length);
  for (;;) {
    for (let step = 0; step < STEPS; step++) model = fitted(model, words, letters);
    if (model.pieces.length <= SPARE * wanted) break;
    model = pruned(model, words, letters, Math.floor(Math.max(SPARE * wanted, LEFT * model.pieces.length)));
  }
  return chosen(model, letters, wanted);
}

function lettersIn(words: readonly Word[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { word, times } of words) for (const letter of word) found.set(letter, (found.get(letter) ?? 0) + times);
  return found;
}

/** A step of expectation and maximisation, the latter of the Bayesian kind (Liang and Klein 2007): rare pieces lose. */
function fitted(model: UnigramModel, words: readonly Word[], letters: ReadonlySet<string>): UnigramModel {
  const expected = new Float64Array(model.pieces.length);
  for (const { word, times } of words) addExpected(latticeOf(word, model), model, times, expected);
  const left = model.pieces
    .map((piece, id) => ({ piece, times: Math.max(expected[id], letters.has(piece) ? LEAST_EXPECTED : 0) }))
    .filter(({ times }) => times >= LEAST_EXPECTED);
  const all = digamma(left.reduce((sum, { times }) => sum + times, 0));
  return unigramModel(
    left.map(({ piece }) => piece),
    left.map(({ times }) => digamma(times) - all),
  );
}

/** The model with so many pieces at most: without those that the words' best segmentations use least or can do without. */
function pruned(model: UnigramModel, words: readonly Word[], letters: ReadonlySet<string>, size: number): UnigramModel {
  const { pieces, scores } = model;
  const used = new Float64Array(pieces.length);
  for (const { word, times } of words) {
    for (const id of bestPath(latticeOf(word, model), model)?.ids ?? []) used[id] += times;
  }
  const all = used.reduce((sum, times) => sum + times, 0);
  const kept: number[] = [];
  const losses: { readonly id: number; readonly loss: number }[] = [];
  for (const [id, piece] of pieces.entries()) {
    if (letters.has(piece)) {
      kept.push(id);
      continue;
    }
    const instead = bestPath(latticeOf(piece, model), model, id);
    if (used[id] === 0 || (instead && instead.score > scores[id])) continue;
    if (instead) losses.push({ id, loss: lossWithout(id, instead.ids, used, all) });
    else kept.push(id);
  }
  losses.sort((a, b) => b.loss - a.loss || a.id - b.id);
  const left = [...kept, ...losses.slice(0, Math.max(0, size - kept.length)).map(({ id }) => id)].sort((a, b) => a - b);
  return unigramModel(
    left.map((id) => pieces[id]),
    left.map((id) => scores[id]),
  );
}

/** What the likelihood of the words loses, were a piece written by others: of each of its occurrences. */
function lossWithout(id: number, instead: readonly number[], used: Float64Array, all: number): number {
  const own = Math.log(used[id]) - Math.log(all);
  const other = Math.log(all + used[id] * (instead.length - 1));
  const others = instead.reduce((sum, part) => sum + Math.log(used[part] + used[id]) - other, 0);
  return (used[id] / all) * (own - others);
}

/** The letters, and the most probable of all other pieces. */
function chosen({ pieces, scores }: UnigramModel, letters: ReadonlySet<string>, size: number): Learned {
  const all = pieces.map((piece, id) => ({ piece, score: scores[id] }));
  const others = all
    .filter(({ piece }) => !letters.has(piece))
    .sort((a, b) => b.score - a.score || (a.piece < b.piece ? -1 : 1));
  const own = [...all.filter(({ piece }) => letters.has(piece)), ...others.slice(0, size - letters.size)];
  own.sort((a, b) => b.score - a.score || (a.piece < b.piece ? -1 : 1));
  return { pieces: own.map(({ piece }) => piece), scores: own.map(({ score }) => score), merges: [] };
}
