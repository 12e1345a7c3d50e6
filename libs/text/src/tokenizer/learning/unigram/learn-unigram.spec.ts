import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { countWords } from '../count-words.js';
import { digamma } from './digamma.js';
import { addExpected, bestPath, latticeOf, unigramModel, type UnigramModel } from './lattice.js';
import { learnUnigram } from './learn-unigram.js';

const fixture = (path: string) => readFileSync(new URL(`../fixtures/${path}`, import.meta.url));

/** All ways to write a word in pieces of a model: ids, with their probability. */
function segmentations(word: string, { pieces, scores }: UnigramModel): { ids: number[]; probability: number }[] {
  if (word === '') return [{ ids: [], probability: 1 }];
  return pieces.flatMap((piece, id) =>
    word.startsWith(piece)
      ? segmentations(word.slice(piece.length), { pieces, scores, ids: new Map() }).map((rest) => ({
          ids: [id, ...rest.ids],
          probability: Math.exp(scores[id]) * rest.probability,
        }))
      : [],
  );
}

const pieces = ['a', 'b', 'c', 'ab', 'ba', 'abc', 'bcab', '😀', 'a😀'];
const model = unigramModel(
  pieces,
  [0.2, 0.1, 0.05, 0.2, 0.1, 0.15, 0.05, 0.1, 0.05].map((share) => Math.log(share)),
);

describe('the pieces of a word', () => {
  it.each(['abcab', 'aaa', 'babcabcab', 'ba😀a'])('are expected as all its segmentations have them: %s', (word) => {
    const all = segmentations(word, model);
    const whole = all.reduce((sum, { probability }) => sum + probability, 0);
    const wanted = pieces.map((_, id) =>
      all.reduce(
        (sum, { ids, probability }) => sum + (ids.filter((own) => own === id).length * probability) / whole,
        0,
      ),
    );
    const expected = new Float64Array(pieces.length);
    expect(addExpected(latticeOf(word, model), model, 3, expected)).toBeCloseTo(Math.log(whole), 12);
    for (const [id, times] of wanted.entries()) expect(expected[id]).toBeCloseTo(3 * times, 12);
  });

  it.each(['abcab', 'babcabcab', 'ba😀a'])('are best as none of its segmentations is better: %s', (word) => {
    const [best] = segmentations(word, model).sort((a, b) => b.probability - a.probability);
    const path = bestPath(latticeOf(word, model), model)!;
    expect(path.ids).toEqual(best.ids);
    expect(path.score).toBeCloseTo(Math.log(best.probability), 12);
  });

  it('are none where a letter is in none', () => {
    expect(bestPath(latticeOf('abd', model), model)).toBeUndefined();
    expect(addExpected(latticeOf('abd', model), model, 1, new Float64Array(pieces.length))).toBe(-Infinity);
  });
});

it('digamma has its known values', () => {
  // -γ; -γ - 2 ln 2; 7129 / 2520 - γ (Abramowitz and Stegun 1964, 6.3.2 to 6.3.3)
  const gamma = 0.577_215_664_901_532_9;
  expect(digamma(1)).toBeCloseTo(-gamma, 10);
  expect(digamma(0.5)).toBeCloseTo(-gamma - 2 * Math.LN2, 10);
  expect(digamma(10)).toBeCloseTo(7129 / 2520 - gamma, 10);
});

describe('a unigram vocabulary', () => {
  const lines = gunzipSync(fixture('subword-nmt/corpus.en.gz')).toString('utf8').trimEnd().split('\n');
  const counts = countWords(lines, { algorithm: 'unigram', lowercase: false });
  const learned = learnUnigram(counts, { size: 1000, minFrequency: 2 });

  /** The mean of what a word costs, in nats, over all its segmentations. */
  function costOf(vocabulary: readonly string[], scores: readonly number[]): number {
    const own = unigramModel(vocabulary, scores);
    let [cost, words] = [0, 0];
    for (const [word, times] of counts) {
      cost -= times * addExpected(latticeOf(word, own), own, times, new Float64Array(vocabulary.length));
      words += times;
    }
    return cost / words;
  }

  it('makes the words no less likely than SentencePiece’s of the same size', () => {
    const { vocab } = JSON.parse(fixture('unigram.json').toString('utf8')) as { vocab: [string, number][] };
    expect(vocab).toHaveLength(1000);
    const theirs = costOf(
      vocab.map(([piece]) => piece),
      vocab.map(([, score]) => score),
    );
    const ours = costOf(learned.pieces, learned.scores!);
    expect(theirs).toBeCloseTo(9.25, 2);
    expect(ours).toBeLessThan(theirs);
    expect(ours).toBeCloseTo(8.387, 3);
  });

  it('has every letter, so many pieces, and probabilities of at most 1 together', () => {
    const letters = new Set([...counts.keys()].join(''));
    expect([...letters].filter((letter) => !learned.pieces.includes(letter))).toEqual([]);
    expect(new Set(learned.pieces).size).toBe(1000);
    expect(learned.scores!.reduce((sum, score) => sum + Math.exp(score), 0)).toBeLessThanOrEqual(1);
  });

  it('is the same whatever the order of the words', () => {
    const some = new Map([...counts].slice(0, 800));
    const turned = new Map([...some].reverse());
    const settings = { size: 200, minFrequency: 2 };
    expect(learnUnigram(turned, settings)).toEqual(learnUnigram(some, settings));
  });

  it('is the most frequent letters where there is no room for more', () => {
    const tiny = learnUnigram(
      new Map([
        ['aab', 3],
        ['ac', 1],
      ]),
      { size: 2, minFrequency: 1 },
    );
    expect([...tiny.pieces].sort()).toEqual(['a', 'b']);
  });
});
