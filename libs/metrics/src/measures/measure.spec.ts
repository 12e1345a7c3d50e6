import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { measure } from './measure.js';
import { averageRanks } from './spearman.js';

const fixture = (name: string) => readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
const column = (name: string) =>
  fixture(name)
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => Number(line.split('\t')[1]));
const code = (name: string) => expect.objectContaining({ code: name });

describe('measures give the known answers', () => {
  it('of real test predictions of MRPC and STS-B', () => {
    const { MRPC, 'STS-B': stsb } = JSON.parse(fixture('expected.json')).expected;
    const value = (name: string, task: string) =>
      measure(name, column(`${task}/gold.tsv`), column(`${task}/predictions.tsv`)).value;
    expect(value('accuracy', 'MRPC')).toBe(MRPC.accuracy);
    expect(value('f1', 'MRPC')).toBe(MRPC.f1);
    expect(value('matthews', 'MRPC')).toBeCloseTo(MRPC.mcc, 14);
    expect(value('pearson', 'STS-B')).toBeCloseTo(stsb.pearson, 13);
    expect(value('spearman', 'STS-B')).toBeCloseTo(stsb.spearman, 13);
  });

  it('of scikit-learn and SciPy, for random and awkward answers', () => {
    const cases = fixture('cases.jsonl').trimEnd().split('\n');
    expect(cases.length).toBe(77);
    for (const { gold, predictions, expected } of cases.map((line) => JSON.parse(line))) {
      for (const [name, value] of Object.entries<number | null>(expected)) {
        const measured = measure(name, gold, predictions).value;
        if (value === null) expect(measured).toBeNull();
        else expect(measured).toBeCloseTo(value, 12);
      }
    }
  });

  it('that the documentation of others states', () => {
    const names: Record<string, string> = { matthews_correlation: 'matthews' };
    const plain = JSON.parse(fixture('evaluate_docs.json')).filter(
      (one: object) => !['sample_weight', 'average', 'pos_label'].some((key) => key in one),
    );
    expect(plain.length).toBe(10);
    for (const { metric, references, predictions, expected, round } of plain) {
      const name = metric.replace(/^glue\/\w+ /, '');
      expect(measure(names[name] ?? name, references, predictions).value).toBeCloseTo(expected, round);
    }
  });

  it('for typed arrays too', () => {
    expect(measure('accuracy', Int32Array.of(0, 1), Int32Array.of(1, 1)).value).toBe(0.5);
    expect(measure('pearson', Float32Array.of(0, 1, 2), Float32Array.of(1, 3, 5)).value).toBeCloseTo(1, 15);
  });
});

describe('a measured number', () => {
  it('says how it was made', () => {
    expect(measure('f1', [0, 1, 1], [1, 1, 1])).toEqual({
      name: 'f1',
      value: 0.8,
      signature: 'n:3|average:binary|positive:1|version:tlc-metrics-1',
    });
  });

  it('is null with the reason where there is none', () => {
    const note = (gold: number[], predictions: number[]) => {
      const measured = measure('pearson', gold, predictions);
      expect(measured.value).toBeNull();
      return measured.note;
    };
    expect(note([1, 2, 3], [2, 2, 2])).toMatch(/All predictions/);
    expect(note([2, 2, 2], [1, 2, 3])).toMatch(/All gold scores/);
    expect(note([1], [1])).toMatch(/two rows/);
    expect(note([1, 2], [1, NaN])).toMatch(/not a finite number/);
    expect(note([1, 2], [1, Infinity])).toMatch(/not a finite number/);
    expect(measure('spearman', [1, 2], [NaN, 1]).value).toBeNull();
  });

  it('is 0 with a remark where scikit-learn gives 0 by convention', () => {
    expect(measure('matthews', [0, 1], [1, 1])).toMatchObject({ value: 0, note: expect.stringMatching(/predictions/) });
    expect(measure('matthews', [1, 1], [0, 1])).toMatchObject({ value: 0, note: expect.stringMatching(/gold/) });
    expect(measure('f1', [0, 0], [0, 0])).toMatchObject({ value: 0, note: expect.stringMatching(/class 1/) });
    expect(measure('f1', [0, 1], [1, 0]).note).toBeUndefined();
  });
});

describe('measures refuse', () => {
  it('an unknown name, with the list and the nearest', () => {
    for (const name of ['acuracy', 'toString', 'bleu']) {
      expect(() => measure(name, [1], [1])).toThrow(code('MEASURE_UNKNOWN'));
    }
    expect(() => measure('acuracy', [1], [1])).toThrow(/accuracy, f1, matthews, pearson, spearman.*mean accuracy\?/);
  });

  it('lists of different lengths and empty ones', () => {
    expect(() => measure('accuracy', [1, 0], [1])).toThrow(/2 gold answers, but 1 predictions/);
    for (const name of ['accuracy', 'f1', 'matthews', 'pearson', 'spearman']) {
      expect(() => measure(name, [1, 0], [1])).toThrow(code('TEXT_LENGTH_MISMATCH'));
      expect(() => measure(name, [], [])).toThrow(code('FILE_EMPTY'));
    }
  });

  it('what is not the number of a class', () => {
    for (const [gold, prediction] of [
      [0.5, 1],
      [-1, 1],
      [1, NaN],
    ]) {
      expect(() => measure('accuracy', [gold], [prediction])).toThrow(code('DATA_UNKNOWN_LABEL'));
    }
    expect(() => measure('f1', [0, 2], [0, 1])).toThrow(/row 1 has class 2/);
  });
});

describe('ranks', () => {
  it('are shared by equal values', () => {
    expect([...averageRanks([3, 1, 3, 2, 3])]).toEqual([4, 1, 4, 2, 4]);
    expect([...averageRanks([0, -0, -1])]).toEqual([2.5, 2.5, 1]);
  });
});
