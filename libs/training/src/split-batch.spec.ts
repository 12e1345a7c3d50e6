import { expect, it } from '@jest/globals';
import { halvesOf } from './split-batch.js';

const batch = {
  ids: Int32Array.of(10, 11, 12, 20, 30, 31),
  positions: Int32Array.of(0, 1, 2, 0, 0, 1),
  types: Int32Array.of(0, 0, 1, 0, 0, 0),
  starts: Int32Array.of(0, 3, 4, 6),
  labels: Int32Array.of(1, 0, 1),
  masked: { rows: Int32Array.of(2, 3, 5), labels: Int32Array.of(7, 8, 9) },
};

it('cuts a batch between sentences, in the middle of its rows', () => {
  expect(halvesOf(batch)).toEqual([
    {
      ids: Int32Array.of(10, 11, 12),
      positions: Int32Array.of(0, 1, 2),
      types: Int32Array.of(0, 0, 1),
      starts: Int32Array.of(0, 3),
      labels: Int32Array.of(1),
      masked: { rows: Int32Array.of(2), labels: Int32Array.of(7) },
    },
    {
      ids: Int32Array.of(20, 30, 31),
      positions: Int32Array.of(0, 0, 1),
      types: Int32Array.of(0, 0, 0),
      starts: Int32Array.of(0, 1, 3),
      labels: Int32Array.of(0, 1),
      masked: { rows: Int32Array.of(0, 2), labels: Int32Array.of(8, 9) },
    },
  ]);
});

it('leaves one sentence alone', () => {
  const one = { ...batch, starts: Int32Array.of(0, 6), labels: Int32Array.of(1) };
  expect(halvesOf(one)).toBeUndefined();
});

it('cuts the targets of a translation with their sources', () => {
  const target = {
    ids: Int32Array.of(1, 41, 1, 1, 61, 62),
    positions: Int32Array.of(0, 1, 0, 0, 1, 2),
    starts: Int32Array.of(0, 2, 3, 6),
    labels: Int32Array.of(41, 2, 2, 61, 62, 2),
  };
  const { ids, positions, types, starts } = batch;
  const [first, second] = halvesOf({ ids, positions, types, starts, target })!;
  expect(first.target).toEqual({
    ids: Int32Array.of(1, 41),
    positions: Int32Array.of(0, 1),
    starts: Int32Array.of(0, 2),
    labels: Int32Array.of(41, 2),
  });
  expect(second.target).toEqual({
    ids: Int32Array.of(1, 1, 61, 62),
    positions: Int32Array.of(0, 0, 1, 2),
    starts: Int32Array.of(0, 1, 4),
    labels: Int32Array.of(2, 61, 62, 2),
  });
});
