import { describe, expect, it } from '@jest/globals';
import type { Batch } from '../batch.js';
import { numbers, special } from './fixtures/masking.js';
import { maskTokens } from './mask-tokens.js';

const vocabulary = { special, vocabSize: 1000 };

function batchOf(...ids: number[]): Batch {
  const rows = Int32Array.from(ids);
  return {
    ids: rows,
    positions: rows.map((_, i) => i),
    types: new Int32Array(rows.length),
    starts: Int32Array.of(0, rows.length),
  };
}

describe('masking', () => {
  it('predicts the share asked for: 80 % of it [MASK], 10 % random, 10 % as it was', () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => (i % 10 === 0 ? 2 : i % 10 === 9 ? 3 : 5 + (i % 990)));
    const batch = batchOf(...ids);
    const { ids: shown, masked } = maskTokens(batch, vocabulary, 0.15, numbers(1));
    const rows = [...(masked?.rows ?? [])];
    expect(rows.length / 80_000).toBeCloseTo(0.15, 2);
    expect(rows).toEqual([...rows].sort((a, b) => a - b));
    expect([...(masked?.labels ?? [])]).toEqual(rows.map((row) => ids[row]));
    expect(rows.some((row) => ids[row] <= 3)).toBe(false);
    const share = (test: (row: number) => boolean) => rows.filter(test).length / rows.length;
    expect(share((row) => shown[row] === special.mask)).toBeCloseTo(0.8, 1);
    expect(Math.abs(share((row) => shown[row] === ids[row]) - 0.1)).toBeLessThan(0.015);
    const changed = new Set(rows);
    expect(ids.every((id, row) => changed.has(row) || shown[row] === id)).toBe(true);
    expect([...batch.ids]).toEqual(ids);
  });

  it('is decided by the random numbers alone', () => {
    const batch = batchOf(2, 10, 11, 12, 13, 14, 15, 3);
    const one = maskTokens(batch, vocabulary, 0.5, numbers(7));
    expect(maskTokens(batch, vocabulary, 0.5, numbers(7))).toEqual(one);
    expect(maskTokens(batch, vocabulary, 0.5, numbers(8))).not.toEqual(one);
  });

  it('takes other shares, at any rate', () => {
    const batch = batchOf(...Array.from({ length: 50_000 }, (_, i) => 5 + (i % 990)));
    const { ids, masked } = maskTokens(batch, vocabulary, 0.4, numbers(3), { mask: 0.5, random: 0.5 });
    const rows = [...masked!.rows];
    expect(rows.length / 50_000).toBeCloseTo(0.4, 2);
    expect(rows.filter((row) => ids[row] === special.mask).length / rows.length).toBeCloseTo(0.5, 1);
    expect(rows.filter((row) => ids[row] === batch.ids[row]).length / rows.length).toBeLessThan(0.01);
  });

  it('predicts one token at least, even where there is none but special ones', () => {
    expect(maskTokens(batchOf(2, 10, 3), vocabulary, 1e-9, numbers(1)).masked).toEqual({
      rows: Int32Array.of(1),
      labels: Int32Array.of(10),
    });
    expect(maskTokens(batchOf(2, 3), vocabulary, 0.5, numbers(1)).masked?.rows).toHaveLength(1);
  });
});
