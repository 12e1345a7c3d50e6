import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createTurns } from './turns.js';

describe('turns', () => {
  it('come in the order of asking, a few at a time, and after work that throws, too', async () => {
    const turns = createTurns({ atOnce: 2, most: 9, mostBytes: 99, patienceMs: 60_000 });
    const order: number[] = [];
    let [now, most] = [0, 0];
    const work = (index: number) => async () => {
      most = Math.max(most, (now += 1));
      order.push(index);
      await sleep(1);
      now -= 1;
      if (index === 1) throw new Error('no');
      return index;
    };
    const all = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => turns.take(work(index))));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });

  it('are refused, and not taken later, where they do not come in time', async () => {
    const turns = createTurns({ atOnce: 1, most: 9, mostBytes: 99, patienceMs: 20 });
    let finish = () => {};
    const first = turns.take(() => new Promise<void>((resolve) => (finish = resolve)));
    const refused = turns.take(() => Promise.reject(new Error('it was done')));
    await expect(refused).rejects.toMatchObject({ code: 'SERVICE_BUSY', details: { waiting: 1, retry_after_ms: 100 } });
    finish();
    await first;
    expect(await turns.take(async () => 'next')).toBe('next');
  });

  it('are waited for as long as each says, and refused at once where too many wait', async () => {
    const turns = createTurns({ atOnce: 1, most: 2, mostBytes: 99, patienceMs: 1 });
    let finish = () => {};
    const first = turns.take(() => new Promise<void>((resolve) => (finish = resolve)));
    const patient = Promise.all([1, 2].map((n) => turns.take(async () => n, { patienceMs: 60_000 })));
    await expect(turns.take(async () => 3)).rejects.toMatchObject({
      code: 'SERVICE_BUSY',
      details: { waiting: 2, retry_after_ms: 200 },
    });
    await expect(
      createTurns({ atOnce: 1, most: 9, mostBytes: 99, patienceMs: 1 }).take(async () => 4, { bytes: 100 }),
    ).rejects.toThrow('too many');
    await sleep(20);
    finish();
    await first;
    expect(await patient).toEqual([1, 2]);
  });
});
