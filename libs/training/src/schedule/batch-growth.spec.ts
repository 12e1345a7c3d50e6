import { expect, it } from '@jest/globals';
import { updateBatches } from './batch-growth.js';

const growth = { batch_warmup: 0.5, batch_start: 0.25, accumulate: 1 };

it('the batch of an update grows linearly over the warm-up, then has its size', () => {
  const of = (done: number) => updateBatches(growth, { tokens: 4000 }, done);
  expect([0, 0.25, 0.4, 0.5, 1].map(of)).toEqual(
    [1000, 2500, 3400, 4000, 4000].map((tokens) => ({ size: { tokens }, count: 1 })),
  );
});

it('an update that accumulates has fewer batches first, as large as they may be', () => {
  const of = (done: number) => updateBatches({ ...growth, accumulate: 8 }, { sentences: 32 }, done);
  // 2, 5 and 7.28 of 8 batches
  expect([0, 0.25, 0.44].map(of)).toEqual([
    { size: { sentences: 32 }, count: 2 },
    { size: { sentences: 32 }, count: 5 },
    { size: { sentences: 29 }, count: 8 },
  ]);
});

it('never has a batch of nothing', () => {
  expect(updateBatches({ ...growth, batch_start: 0.001 }, { sentences: 32 }, 0)).toEqual({
    size: { sentences: 1 },
    count: 1,
  });
});

it('without a warm-up is always the same', () => {
  expect(updateBatches({ ...growth, batch_warmup: 0, accumulate: 3 }, { tokens: 9 }, 0)).toEqual({
    size: { tokens: 9 },
    count: 3,
  });
});
