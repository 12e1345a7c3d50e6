import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createBatchLimit } from './batch-limit.js';
import { createBatcher } from './batcher.js';

const doubled = async (items: readonly number[]) => items.map((item) => 2 * item);

describe('a batcher', () => {
  it('puts what comes together into one batch, and gives each its own answer', async () => {
    const sizes: number[] = [];
    const batcher = createBatcher({ compute: doubled, onBatch: (size) => void sizes.push(size) });
    const answers = await Promise.all([batcher.ask([1, 2]), batcher.ask([]), batcher.ask([3])]);
    expect(answers).toEqual([[2, 4], [], [6]]);
    expect(sizes).toEqual([3]);
  });

  it('computes one batch at a time, in the order of asking, none larger than its limit', async () => {
    let open = 0;
    const seen: number[] = [];
    const compute = async (items: readonly number[]) => {
      expect(++open).toBe(1);
      expect(items.length).toBeLessThanOrEqual(5);
      await sleep(1);
      seen.push(...items);
      open -= 1;
      return doubled(items);
    };
    const batcher = createBatcher({ compute, mostInBatch: 5, mostWaiting: 100 });
    const all = Array.from({ length: 40 }, (_, i) => i);
    const answers = await Promise.all(all.map((item) => batcher.ask([item])));
    expect(answers.flat()).toEqual(all.map((item) => 2 * item));
    expect(seen).toEqual(all);
  });

  it('refuses at once what its queue has no place for, whole, and answers what it took', async () => {
    const batcher = createBatcher({ compute: doubled, mostWaiting: 4 });
    const taken = batcher.ask([1, 2, 3]);
    await expect(batcher.ask([4, 5])).rejects.toMatchObject({
      code: 'SERVICE_BUSY',
      details: { waiting: 3, most: 4, retry_after_ms: expect.any(Number) },
    });
    expect(await taken).toEqual([2, 4, 6]);
    expect(await batcher.ask([4, 5])).toEqual([8, 10]);
  });

  it('fails the one item that cannot be answered, no other', async () => {
    const compute = async (items: readonly number[]) => {
      if (items.includes(13)) throw new RangeError('thirteen');
      return doubled(items);
    };
    const batcher = createBatcher({ compute });
    const results = await Promise.allSettled([1, 13, 2].map((item) => batcher.ask([item])));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await batcher.ask([5])).toEqual([10]);
  });

  it('is idle once all is answered', async () => {
    const batcher = createBatcher({ compute: doubled });
    let answered = false;
    void batcher.ask([1]).then(() => (answered = true));
    await batcher.idle();
    expect(answered).toBe(true);
  });
});

describe('the size of a batch', () => {
  it('grows by a step while full batches are in time, and not after others', () => {
    const limit = createBatchLimit(20, 24);
    limit.took(3, 5);
    expect(limit.size).toBe(16);
    limit.took(16, 5);
    expect(limit.size).toBe(20);
    for (let i = 0; i < 9; i++) limit.took(limit.size, 5);
    expect(limit.size).toBe(24);
  });

  it('shrinks by a tenth of a batch that was late, to eight at least', () => {
    const limit = createBatchLimit(20, 256);
    limit.took(16, 30);
    expect(limit.size).toBe(14);
    for (let i = 0; i < 50; i++) limit.took(limit.size, 30);
    expect(limit.size).toBe(8);
    expect(createBatchLimit(20, 5).size).toBe(5);
  });
});
