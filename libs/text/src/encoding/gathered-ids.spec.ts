import { expect, it } from '@jest/globals';
import { GatheredIds } from './gathered-ids.js';

it('ids that come some at a time stand in their order; more than a split may have are refused', () => {
  const ids = new GatheredIds('a.txt', undefined, { most: 5, held: 5 });
  ids.add(Int32Array.of(1, 2));
  ids.add(Int32Array.of());
  ids.add(Int32Array.of(3, 4, 5));
  expect(ids.take()).toEqual(Int32Array.of(1, 2, 3, 4, 5));
  expect(() => ids.add(Int32Array.of(6))).toThrow(
    expect.objectContaining({ code: 'DATASET_TOO_LARGE', details: { path: 'a.txt' } }),
  );
});
