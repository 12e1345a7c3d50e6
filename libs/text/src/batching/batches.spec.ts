import { describe, expect, it } from '@jest/globals';
import type { Split } from '../dataset.js';
import { batches, batchOf, fileOrder } from './batches.js';

/** Sentences of the given lengths; ids count up from 10. */
function split(lengths: readonly number[]): Split {
  const starts = Int32Array.from([
    0,
    ...lengths.map((_, i) => lengths.slice(0, i + 1).reduce((sum, own) => sum + own, 0)),
  ]);
  const tokens = starts[lengths.length];
  return {
    sentences: lengths.length,
    tokens,
    ids: Int32Array.from({ length: tokens }, (_, i) => 10 + i),
    types: Uint8Array.from({ length: tokens }, (_, i) => i % 2),
    starts,
    labels: Int32Array.from(lengths, (_, i) => i),
  };
}

describe('a packed batch', () => {
  it('has the sentences one after another, positions from 0, and their own types and labels', () => {
    expect(batchOf(split([2, 3, 1]), [2, 0, 1])).toEqual({
      ids: Int32Array.of(15, 10, 11, 12, 13, 14),
      positions: Int32Array.of(0, 0, 1, 0, 1, 2),
      types: Int32Array.of(1, 0, 1, 0, 1, 0),
      starts: Int32Array.of(0, 1, 3, 6),
      labels: Int32Array.of(2, 0, 1),
    });
  });

  it('of a split without types has type 0, without labels none', () => {
    const { ids, starts } = split([2]);
    const batch = batchOf({ sentences: 1, tokens: 2, ids, starts }, [0]);
    expect(batch.types).toEqual(Int32Array.of(0, 0));
    expect(batch).not.toHaveProperty('labels');
  });

  it('of scores has scores', () => {
    const scored = { ...split([1, 1]), labels: Float32Array.of(0.5, 1.5) };
    expect(batchOf(scored, [1]).labels).toEqual(Float32Array.of(1.5));
  });
});

describe('batches', () => {
  const data = split([3, 4, 2, 9, 1, 1]);
  const sizes = (size: { tokens?: number; sentences?: number }, from = 0) =>
    [...batches(data, fileOrder(data), size, from)].map(({ batch, position }) => [batch.ids.length, position]);

  it('end before they exceed their tokens; a longer sentence is a batch alone', () => {
    expect(sizes({ tokens: 7 })).toEqual([
      [7, 2],
      [2, 3],
      [9, 4],
      [2, 6],
    ]);
  });

  it('end at their number of sentences, or at the first of both limits', () => {
    expect(sizes({ sentences: 4 })).toEqual([
      [18, 4],
      [2, 6],
    ]);
    expect(sizes({ sentences: 2, tokens: 6 })).toEqual([
      [3, 1],
      [6, 3],
      [9, 4],
      [2, 6],
    ]);
  });

  it('go on from a position as if they had never stopped', () => {
    const order = Int32Array.of(5, 3, 1, 0, 4, 2);
    const whole = [...batches(data, order, { tokens: 8 })];
    for (const [i, { position }] of whole.entries()) {
      expect([...batches(data, order, { tokens: 8 }, position)]).toEqual(whole.slice(i + 1));
    }
  });

  it('hold every sentence once, in the order given', () => {
    const order = Int32Array.of(5, 3, 1, 0, 4, 2);
    const seen = [...batches(data, order, { tokens: 10 })].flatMap(({ batch }) => [...(batch.labels ?? [])]);
    expect(seen).toEqual([...order]);
  });
});
