import { describe, expect, it } from '@jest/globals';
import type { Batch } from '../batch.js';
import { numbers, sentencesOf, special } from './fixtures/masking.js';
import { maskSpans, SPANBERT_LENGTHS, spanLength } from './mask-spans.js';
import { maskWords } from './mask-words.js';
import { wordsOf } from './word-marks.js';

const vocabulary = { special, vocabSize: 1000 };
/** Ids from 500 on go on with a word. */
const marks = Uint8Array.from({ length: 1000 }, (_, id) => (id < 500 ? 0x80 : 0));

/** Sentences of words of one to four tokens. */
const batch = sentencesOf(400, 60, (row) =>
  row % 10 === 1 || row % 10 === 3 || row % 10 >= 7 ? 500 + row : 5 + (row % 490),
);
const words = wordsOf(batch, vocabulary, marks);
const share = (part: readonly unknown[], whole: readonly unknown[]) => part.length / whole.length;
const rowsOf = (masked: Batch) => [...masked.masked!.rows];

function fates(masked: Batch, rows: readonly number[]) {
  const hidden = rows.filter((row) => masked.ids[row] === special.mask);
  const kept = rows.filter((row) => masked.ids[row] === batch.ids[row]);
  return { mask: share(hidden, rows), keep: share(kept, rows) };
}

describe('whole-word masking', () => {
  it.each([0.15, 0.4])('predicts whole words, %f of them, and each token in its own way', (rate) => {
    const masked = maskWords(batch, vocabulary, marks, rate, numbers(1));
    const rows = new Set(rowsOf(masked));
    expect([...rows]).toEqual([...rows].sort((a, b) => a - b));
    const whole = words.filter((word) => word.every((row) => rows.has(row)));
    expect(whole.flat()).toHaveLength(rows.size);
    expect(Math.abs(share(whole, words) - rate)).toBeLessThan(0.01);
    expect(Math.abs(fates(masked, [...rows]).mask - 0.8)).toBeLessThan(0.02);
    expect(Math.abs(fates(masked, [...rows]).keep - 0.1)).toBeLessThan(0.02);
    const mixed = whole.filter((word) => new Set(word.map((row) => masked.ids[row] === special.mask)).size > 1);
    expect(mixed.length).toBeGreaterThan(0);
    expect([...masked.masked!.labels]).toEqual([...rows].map((row) => batch.ids[row]));
  });

  it('takes other shares of what is shown', () => {
    const masked = maskWords(batch, vocabulary, marks, 0.3, numbers(2), { mask: 1, random: 0 });
    expect(fates(masked, rowsOf(masked))).toEqual({ mask: 1, keep: 0 });
    const kept = maskWords(batch, vocabulary, marks, 0.3, numbers(2), { mask: 0, random: 0 });
    expect(kept.ids).toEqual(batch.ids);
  });
});

describe('span masking', () => {
  const runs = (rows: readonly number[]) => rows.filter((row, i) => rows[i - 1] !== row - 1).length;

  it.each([0.15, 0.4])('predicts whole words that are %f of the tokens', (rate) => {
    const masked = maskSpans(batch, vocabulary, marks, rate, numbers(3));
    const rows = rowsOf(masked);
    const set = new Set(rows);
    const whole = words.filter((word) => word.every((row) => set.has(row)));
    expect(whole.flat()).toHaveLength(rows.length);
    expect(Math.abs(share(rows, words.flat()) - rate)).toBeLessThan(0.002);
    for (let sentence = 0; sentence < 400; sentence++) {
      const own = rows.filter((row) => row >= batch.starts[sentence] && row < batch.starts[sentence + 1]);
      expect(Math.abs(own.length - rate * 58)).toBeLessThan(4);
    }
    expect(runs(rows)).toBeLessThan(0.6 * runs(rowsOf(maskWords(batch, vocabulary, marks, rate, numbers(3)))));
  });

  it('draws SpanBERT’s lengths: 3.8 words in the mean, ten at most', () => {
    const random = numbers(5);
    const drawn = Array.from({ length: 100_000 }, () => spanLength(random, SPANBERT_LENGTHS));
    const weights = Array.from({ length: 10 }, (_, i) => 0.2 * 0.8 ** i);
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    weights.forEach((weight, i) => {
      expect(
        Math.abs(
          share(
            drawn.filter((length) => length === i + 1),
            drawn,
          ) -
            weight / all,
        ),
      ).toBeLessThan(0.005);
    });
    expect(drawn.reduce((sum, length) => sum + length, 0) / drawn.length).toBeCloseTo(3.8, 1);
    expect([Math.min(...new Set(drawn)), Math.max(...new Set(drawn))]).toEqual([1, 10]);
    expect(spanLength(random, { p: 1, longest: 10 })).toBe(1);
  });

  it('shows all tokens of a span in one way', () => {
    for (let seed = 1; seed < 50; seed++) {
      const long = sentencesOf(1, 102, () => 5);
      const lengths = { p: 0.01, longest: 1000 };
      const { masked, ids } = maskSpans(long, vocabulary, marks, 0.02, numbers(seed), lengths, {
        mask: 0.5,
        random: 0,
      });
      const rows = [...masked!.rows];
      // Two words are left to predict, so a span is two words, or two spans lie apart
      if (runs(rows) === 1) expect(new Set(rows.map((row) => ids[row])).size).toBe(1);
    }
  });

  it('is decided by the random numbers alone, to the token', () => {
    const small = sentencesOf(2, 12, (row) => (row % 3 === 0 ? 600 + row : 10 + row));
    const one = maskSpans(small, vocabulary, marks, 0.3, numbers(7));
    expect(maskSpans(small, vocabulary, marks, 0.3, numbers(7))).toEqual(one);
    expect(maskSpans(small, vocabulary, marks, 0.3, numbers(8))).not.toEqual(one);
  });
});
