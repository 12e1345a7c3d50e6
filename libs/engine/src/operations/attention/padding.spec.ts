import { describe, expect, it } from '@jest/globals';
import { packing } from '../../packing.js';
import { paddingOf } from './padding.js';
import { random } from '#random';

function batchOf(lengths: number[]) {
  const starts = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => (starts[i + 1] = starts[i] + length));
  return packing(starts);
}

describe('paddingOf', () => {
  it('puts short sentences in one block, the rows of padding pointing into their own sentence', () => {
    const batch = batchOf([2, 1, 3]);
    const { blocks, queryPlaces } = paddingOf(batch, batch);
    expect(blocks).toHaveLength(1);
    expect([...blocks[0].queries.rows]).toEqual([0, 1, 0, 2, 2, 2, 3, 4, 5]);
    expect([...blocks[0].queries.mask!]).toEqual([1, 1, 0, 1, 0, 0, 1, 1, 1]);
    expect([...queryPlaces]).toEqual([0, 1, 3, 6, 7, 8]);
  });

  it('has no mask where all lengths are equal', () => {
    const batch = batchOf([4, 4]);
    expect(paddingOf(batch, batch).blocks[0].queries.mask).toBeNull();
  });

  it('cuts long sentences into blocks of bounded size that hold every row once', () => {
    const stream = random(1);
    const batch = batchOf(Array.from({ length: 40 }, () => 1 + stream.integer(600)));
    const keys = batchOf(Array.from({ length: 40 }, () => 1 + stream.integer(600)));
    const { blocks, queryPlaces, keyPlaces } = paddingOf(batch, keys);
    expect(blocks.length).toBeGreaterThan(3);
    for (const { sentences, queries, keys } of blocks) {
      expect(sentences * queries.length * keys.length).toBeLessThanOrEqual(2 ** 19);
    }
    const queryRows = blocks.flatMap(({ queries }) => [...queries.rows]);
    expect(Array.from(queryPlaces, (place) => queryRows[place])).toEqual(
      Array.from({ length: batch.rows }, (_, i) => i),
    );
    const keyRows = blocks.flatMap((block) => [...block.keys.rows]);
    expect(Array.from(keyPlaces, (place) => keyRows[place])).toEqual(Array.from({ length: keys.rows }, (_, i) => i));
  });

  it('is worked out once for a batch, until it is disposed of', () => {
    const batch = batchOf([2, 1, 3]);
    const first = paddingOf(batch, batch);
    expect(paddingOf(batch, batch)).toBe(first);
    batch.dispose();
    expect(paddingOf(batch, batch)).not.toBe(first);
    expect(paddingOf(batch, batch)).toEqual(first);
  });
});
