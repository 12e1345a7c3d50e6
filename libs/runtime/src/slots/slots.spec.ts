import { describe, expect, it } from '@jest/globals';
import { createSlots } from './slots.js';

const never = new AbortController().signal;
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('slots', () => {
  it('lets as many work at once as there are places, in the order of asking', async () => {
    const slots = createSlots(1);
    const order: string[] = [];
    const ask = async (name: string) => {
      const give = await slots.take(never);
      order.push(`${name} begins`);
      await turn();
      order.push(`${name} ends`);
      give();
    };
    await Promise.all([ask('a'), ask('b'), ask('c')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('gives a place that is given back to who waits, not to who comes then', async () => {
    const slots = createSlots(1);
    const give = await slots.take(never);
    const order: string[] = [];
    const waiting = slots.take(never).then((next) => {
      order.push('waited');
      next();
    });
    give();
    const late = slots.take(never).then(() => order.push('came'));
    await Promise.all([waiting, late]);
    expect(order).toEqual(['waited', 'came']);
  });

  it('counts a place that is given back twice once', async () => {
    const slots = createSlots(1);
    const give = await slots.take(never);
    give();
    give();
    await slots.take(never);
    let isTaken = false;
    void slots.take(never).then(() => (isTaken = true));
    await turn();
    expect(isTaken).toBe(false);
  });

  it('lets who waits give up, and forgets them', async () => {
    const slots = createSlots(1);
    const give = await slots.take(never);
    const controller = new AbortController();
    const waiting = slots.take(controller.signal);
    controller.abort(new Error('given up'));
    await expect(waiting).rejects.toThrow('given up');
    await expect(slots.take(controller.signal)).rejects.toThrow('given up');
    give();
    await expect(slots.take(never)).resolves.toBeInstanceOf(Function);
  });
});
