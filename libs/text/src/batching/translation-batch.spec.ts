import { describe, expect, it } from '@jest/globals';
import { batchOf } from './batches.js';
import { translationBatch } from './translation-batch.js';

/** Two pairs: 7 8 to 9, and 7 to 5 6, each in [2 … 3]. */
const framed = batchOf(
  {
    sentences: 4,
    tokens: 14,
    ids: Int32Array.of(2, 7, 8, 3, 2, 9, 3, 2, 7, 3, 2, 5, 6, 3),
    starts: Int32Array.of(0, 4, 7, 10, 14),
    together: 2,
  },
  [0, 1, 2, 3],
);

describe('a batch of pairs for an encoder-decoder', () => {
  it('has the first texts as sources, and gives the second ones up to their end', () => {
    const { ids, starts, positions, types, target } = translationBatch(framed, 2);
    expect([...ids]).toEqual([2, 7, 8, 3, 2, 7, 3]);
    expect([...starts]).toEqual([0, 4, 7]);
    expect([...positions]).toEqual([0, 1, 2, 3, 0, 1, 2]);
    expect([...types]).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([...target!.ids]).toEqual([2, 9, 2, 5, 6]);
    expect([...target!.labels]).toEqual([9, 3, 5, 6, 3]);
    expect([...target!.starts]).toEqual([0, 2, 5]);
    expect([...target!.positions]).toEqual([0, 1, 0, 1, 2]);
  });

  it('puts the start token before targets that do not begin with it', () => {
    const { target } = translationBatch(framed, 1);
    expect([...target!.ids]).toEqual([1, 2, 9, 1, 2, 5, 6]);
    expect([...target!.labels]).toEqual([2, 9, 3, 2, 5, 6, 3]);
  });
});
