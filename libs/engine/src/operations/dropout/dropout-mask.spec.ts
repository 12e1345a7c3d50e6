import { describe, expect, it } from '@jest/globals';
import { dropoutMask, type DropoutKey } from './dropout-mask.js';

const SIZE = 2 ** 18;
const dropped = (rate: number, key: DropoutKey) =>
  Array.from(dropoutMask(SIZE, rate, key), (value): number => (value === 0 ? 1 : 0));

/** How far two sequences of zeros and ones are from independence, in standard deviations of what chance would do. */
function dependence(a: number[], b: number[], rate: number): number {
  let covariance = 0;
  for (let i = 0; i < a.length; i++) covariance += (a[i] - rate) * (b[i] - rate);
  return Math.abs(covariance) / (rate * (1 - rate) * Math.sqrt(a.length));
}

describe('dropoutMask', () => {
  it('drops the share that the rate says, within four standard deviations', () => {
    for (const rate of [0.01, 0.1, 0.3, 0.5, 0.9]) {
      for (const seed of [0, 1, 2 ** 31 + 5]) {
        const count = dropped(rate, { seed, step: 1, site: 2 }).reduce((a, b) => a + b, 0);
        expect(Math.abs(count - SIZE * rate)).toBeLessThan(4 * Math.sqrt(SIZE * rate * (1 - rate)));
      }
    }
  });

  it('multiplies what it keeps by 1 / (1 − rate)', () => {
    const values = new Set(dropoutMask(1000, 0.1, { seed: 1, step: 1, site: 1 }));
    expect([...values].sort()).toEqual([0, Math.fround(1 / 0.9)]);
    expect(new Set(dropoutMask(1000, 0, { seed: 1, step: 1, site: 1 }))).toEqual(new Set([1]));
  });

  it('is independent between elements, at the distances of rows, too', () => {
    const mask = dropped(0.1, { seed: 1, step: 0, site: 0 });
    for (const distance of [1, 2, 3, 8, 64, 256, 1024, 65536]) {
      expect(dependence(mask.slice(distance), mask.slice(0, -distance), 0.1)).toBeLessThan(4);
    }
  });

  it('is independent between steps, sites and seeds, also where they are exchanged', () => {
    const key = { seed: 1, step: 2, site: 3 };
    const mask = dropped(0.1, key);
    const others = [
      { ...key, step: 3 },
      { ...key, step: 1_000_002 },
      { ...key, site: 2 },
      { ...key, site: 4 },
      { ...key, seed: 2 },
      { seed: 2, step: 1, site: 3 },
      { seed: 1, step: 3, site: 2 },
    ];
    for (const other of others) expect(dependence(mask, dropped(0.1, other), 0.1)).toBeLessThan(4);
  });

  it('is the same bits for the same key, whatever the size', () => {
    const key = { seed: 42, step: 7, site: 1 };
    expect([...dropoutMask(4096, 0.1, key).slice(0, 100)]).toEqual([...dropoutMask(100, 0.1, key)]);
    // Written down so that a change of the hash, which would break the resuming of a training, does not go unseen
    const first = Array.from(dropoutMask(32, 0.5, key), (value) => (value === 0 ? 0 : 1)).join('');
    expect(first).toBe('11110011010010011000000011110101');
  });
});
