import { describe, expect, it } from '@jest/globals';
import { rarely } from './rarely.js';

describe('a look that is taken rarely', () => {
  it('holds for ten times as long as it took, is shared meanwhile, and taken anew after one that failed', async () => {
    let [clock, looks] = [0, 0];
    const look = rarely(
      async () => {
        looks += 1;
        clock += 30;
        if (looks === 2) throw new Error('no');
        return looks;
      },
      () => clock,
    );
    expect(await Promise.all([look(), look()])).toEqual([1, 1]);
    clock += 299;
    expect(await look()).toBe(1);
    clock += 1;
    await expect(look()).rejects.toThrow('no');
    expect(await look()).toBe(3);
  });
});
