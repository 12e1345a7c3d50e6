import { afterAll, describe, expect, it } from '@jest/globals';
import type { Masking } from '#text';
import { batchSource, type Position } from './batch-source.js';
import { tinyTraining } from './fixtures/tiny-training.js';

const { dataset, dispose } = await tinyTraining();
afterAll(dispose);
const { train } = dataset.splits;

function take(seed: number, from: Position, count: number, masking?: Masking) {
  const source = batchSource(dataset, train!, seed, masking);
  const taken = [];
  for (let at = from; taken.length < count; at = taken.at(-1)!.next) taken.push(source(at, { tokens: 256 }));
  return taken;
}

const START = { epoch: 0, sentence: 0 };

describe('the batches of a training', () => {
  it('hold every sentence once an epoch, in another order each', () => {
    const first = take(1, START, 60);
    const end = first.findIndex(({ next }) => next.epoch === 1) + 1;
    expect(first.slice(0, end).reduce((sum, { batch }) => sum + batch.ids.length, 0)).toBe(train!.tokens);
    expect(first.slice(0, end).reduce((sum, { batch }) => sum + batch.labels!.length, 0)).toBe(240);
    expect(first[end].batch.ids).not.toEqual(first[0].batch.ids);
    expect(first[end - 1].next).toEqual({ epoch: 1, sentence: 0 });
  });

  it.each(['tokens', 'words', 'spans'] as const)('are decided by seed and position, masks by %s too', (by) => {
    const masking = { by, rate: 0.15 };
    const whole = take(1, START, 50, masking);
    expect(take(1, whole[30].next, 10, masking)).toEqual(whole.slice(31, 41));
    expect(take(2, START, 1, masking)[0].batch).not.toEqual(whole[0].batch);
    const sentence = whole[0].batch.masked!.rows;
    expect(sentence.length).toBeGreaterThan(0);
    expect(whole[1].batch.masked!.rows).not.toEqual(sentence);
  });
});
