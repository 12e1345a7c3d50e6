import { describe, expect, it } from '@jest/globals';
import { countWords, WordCounter } from './count-words.js';

const counted = (lines: readonly string[], most: number) =>
  Object.fromEntries(countWords(lines, { lowercase: true, most }));

describe('words counted in bounded memory', () => {
  it('are exact up to the bound', () => {
    expect(counted(['a b a', 'c d a'], 4)).toEqual({ a: 3, b: 1, c: 1, d: 1 });
  });

  it('past it are the frequent ones: the rarest are forgotten until half the bound is left', () => {
    const counter = new WordCounter({ lowercase: true, most: 4 });
    for (const line of ['a a a b b', 'c d e', 'f a']) counter.add(line);
    // Five words: c, d and e occur once; then f comes, and there is room for it
    expect(Object.fromEntries(counter.counts())).toEqual({ a: 4, b: 2, f: 1 });
    expect(counter.isExact).toBe(false);
  });

  it('never have more than the bound, nor higher counts than they occur', () => {
    // Word n stands in every line whose number n divides
    const lines = Array.from({ length: 3000 }, (_, i) =>
      Array.from({ length: i + 1 }, (_, n) => n + 1)
        .filter((n) => (i + 1) % n === 0)
        .map((n) => `w${n}`)
        .join(' '),
    );
    const counts = countWords(lines, { lowercase: true, most: 100 });
    expect(counts.size).toBeLessThanOrEqual(100);
    expect(counts.get('w1')).toBe(3000);
    for (const [word, count] of counts) expect(count).toBeLessThanOrEqual(3000 / Number(word.slice(1)));
  });
});
