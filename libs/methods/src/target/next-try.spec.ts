import { describe, expect, it } from '@jest/globals';
import { bestTry, mostTries, nextTry } from './next-try.js';

/** Searches until it is known which is wanted. */
function search(count: number, fits: (place: number) => boolean, wanted: 'strongest' | 'weakest') {
  const tried = new Map<number, boolean>();
  for (let next = nextTry(count, tried, wanted); next !== undefined; next = nextTry(count, tried, wanted)) {
    expect(tried.has(next)).toBe(false);
    tried.set(next, fits(next));
  }
  return { best: bestTry(tried, wanted), tries: tried.size };
}

describe('a search', () => {
  it.each([1, 2, 7, 65, 100])('of %i strengths finds the border, wherever it is, in as many tries as said', (count) => {
    for (let border = 0; border <= count; border++) {
      const strongest = search(count, (place) => place < border, 'strongest');
      expect(strongest.best).toBe(border > 0 ? border - 1 : undefined);
      const weakest = search(count, (place) => place >= border, 'weakest');
      expect(weakest.best).toBe(border < count ? border : undefined);
      expect(Math.max(strongest.tries, weakest.tries)).toBeLessThanOrEqual(mostTries(count, 50));
    }
  });

  it('takes the best of the tries that it was allowed', () => {
    expect(mostTries(65, 6)).toBe(6);
    expect(mostTries(7, 6)).toBe(3);
    const tried = new Map([
      [32, true],
      [48, false],
      [40, true],
    ]);
    expect(bestTry(tried, 'strongest')).toBe(40);
    expect(bestTry(tried, 'weakest')).toBe(32);
  });
});
