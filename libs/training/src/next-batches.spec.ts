import { afterAll, expect, it } from '@jest/globals';
import { batchSource } from './batch-source.js';
import { tinyTraining } from './fixtures/tiny-training.js';
import { nextBatches } from './next-batches.js';
import { startingState } from './state.js';

const { dataset, dispose } = await tinyTraining();
afterAll(dispose);

const source = batchSource(dataset, dataset.splits.train!, 1);
const size = { sentences: 32 };

it('takes one batch in 25 in two halves, where it has rows enough, and the same sentences as without', () => {
  const [halved, whole] = [startingState(), startingState()];
  for (let step = 0; step < 50; step++) {
    halved.step = whole.step = step;
    const parts = nextBatches(halved, source, { size, count: 1 }, 64);
    const [one] = nextBatches(whole, source, { size, count: 1 }, Infinity);
    expect(parts).toHaveLength(step % 25 === 24 ? 2 : 1);
    expect(parts.flatMap(({ ids }) => [...ids])).toEqual([...one.ids]);
  }
  expect(halved).toEqual(whole);
});

it('accumulates up to the end of an epoch', () => {
  const state = startingState();
  const counts = [1, 2, 3].map(() => nextBatches(state, source, { size, count: 3 }, 0).length);
  // 240 sentences: 7 batches of 32 and one of 16
  expect(counts).toEqual([3, 3, 2]);
  expect(state.position).toEqual({ epoch: 1, sentence: 0 });
});
