import { describe, expect, it } from '@jest/globals';
import { divide } from './divide.js';

/** 300 rows of three classes, 200, 90 and 10 of them, every text twice: once with another case and spaces. */
const rows = Array.from({ length: 150 }, (_, i) => ({ text: `Text ${i}`, label: i < 100 ? 'a' : i < 145 ? 'b' : 'c' }));
const examples = {
  texts: rows.flatMap(({ text }) => [text, ` ${text.toUpperCase()}  `]),
  labels: rows.flatMap(({ label }) => [label, label]),
  skipped: 0,
};

function count(labels: readonly string[] | undefined) {
  const counts: Record<string, number> = {};
  for (const label of labels ?? []) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

describe('a train split that is divided', () => {
  const { train, dev, test } = divide(examples, { dev: 0.2, test: 0.1 }, 1);

  it('gives of every class the share asked for', () => {
    expect(count(dev?.labels)).toEqual({ a: 40, b: 18, c: 2 });
    expect(count(test?.labels)).toEqual({ a: 20, b: 10, c: 2 });
    expect(count(train.labels)).toEqual({ a: 140, b: 62, c: 6 });
  });

  it('has no text on two sides, and loses none', () => {
    const plain = (texts: readonly string[] = []) => texts.map((text) => text.trim().toLowerCase());
    const sides = [train, dev, test].map((side) => new Set(plain(side?.texts)));
    expect(new Set(sides.flatMap((side) => [...side])).size).toBe(150);
    expect(sides.reduce((sum, { size }) => sum + size, 0)).toBe(150);
    expect(train.texts.length + (dev?.texts.length ?? 0) + (test?.texts.length ?? 0)).toBe(300);
  });

  it('keeps its order, and each text its label', () => {
    const places = train.texts.map((text) => examples.texts.indexOf(text));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    train.texts.forEach((text, i) => expect(train.labels?.[i]).toBe(examples.labels[examples.texts.indexOf(text)]));
  });

  it('is divided the same way by the same seed alone', () => {
    expect(divide(examples, { dev: 0.2, test: 0.1 }, 1)).toEqual({ train, dev, test });
    expect(divide(examples, { dev: 0.2, test: 0.1 }, 2).dev?.texts).not.toEqual(dev?.texts);
  });
});

it('pairs are the same text where both are', () => {
  const pairs = { texts: ['a', 'a', 'a', 'b'], pairs: ['x', 'X', 'y', 'x'], labels: ['1', '1', '1', '1'], skipped: 0 };
  for (let seed = 0; seed < 20; seed++) {
    const sides = Object.values(divide(pairs, { dev: 0.5 }, seed)).map(({ pairs, texts }) =>
      texts.map((text, i) => `${text} ${pairs?.[i].toLowerCase()}`),
    );
    expect(sides.filter((side) => side.includes('a x'))).toHaveLength(1);
  }
});

it('scores are divided by their ranges: the dev split has low and high ones as the train split has', () => {
  const labels = Array.from({ length: 1000 }, (_, i) => String((i * 7) % 1000));
  const scores = { texts: labels.map((label) => `text ${label}`), labels, skipped: 0 };
  const { dev } = divide(scores, { dev: 0.1 }, 3);
  const tenths = count(dev?.labels?.map((label) => String(Math.floor(Number(label) / 100))));
  expect(Object.values(tenths)).toEqual(Array(10).fill(10));
});
