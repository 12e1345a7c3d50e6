import { describe, expect, it } from '@jest/globals';
import { random } from '#engine';
import { type Scores, candidates } from './search.js';
import type { Kind, LayerUnits } from './units.js';

const units = (kind: Kind, layer: string, count: number, cost: number): LayerUnits => ({ kind, layer, count, cost });

/** Two layers of 3 heads and 4 neurons, whose scores are random. */
function drawn(seed: number): Scores {
  const numbers = random(seed);
  return ['one', 'two'].flatMap((layer) => [
    [units('heads', layer, 3, 10), Array.from({ length: 3 }, numbers.uniform)] as const,
    [units('neurons', layer, 4, 3), Array.from({ length: 4 }, () => numbers.uniform() / 2)] as const,
  ]);
}

/** The least sum of scores that can be lost within a budget, of all ways to keep one and more of each. */
function byTrying(scores: Scores, budget: number): number {
  let least = Infinity;
  const go = (at: number, cost: number, lost: number) => {
    if (cost > budget) return;
    if (at === scores.length) {
      least = Math.min(least, lost);
      return;
    }
    const [own, values] = scores[at];
    for (let mask = 1; mask < 1 << own.count; mask++) {
      const kept = Array.from(values, (_, i) => (mask >> i) & 1);
      const gone = Array.from(values).reduce((sum, value, i) => sum + (kept[i] ? 0 : value), 0);
      go(at + 1, cost + own.cost * kept.reduce((a, b) => a + b), lost + gone);
    }
  };
  go(0, 0, 0);
  return least;
}

describe('candidates', () => {
  it.each([1, 2, 3, 4])('have the best choice among them (scores %i)', (seed) => {
    const scores = drawn(seed);
    for (const budget of [26, 35, 47, 60, 84]) {
      const lost = Math.min(...candidates(scores, budget).map((one) => one.lost));
      expect(lost).toBeCloseTo(byTrying(scores, budget), 10);
    }
  });

  it('keep within the budget, and one of each at least', () => {
    const scores = drawn(5);
    for (const one of candidates(scores, 40)) {
      const counts = one.counts();
      const cost = scores.reduce((sum, [own]) => sum + own.cost * counts[own.kind].get(own.layer)!, 0);
      expect(cost).toBeLessThanOrEqual(40);
      expect([...counts.heads.values(), ...counts.neurons.values()].every((count) => count >= 1)).toBe(true);
    }
    expect(candidates(scores, 25)).toEqual([]);
  });

  it('take for the same what costs less', () => {
    const scores: Scores = [
      [units('heads', 'one', 2, 10), [1, 1]],
      [units('heads', 'two', 2, 5), [1, 1]],
      [units('neurons', 'one', 1, 1), [1]],
    ];
    const counts = candidates(scores, 21).at(-1)!.counts();
    expect([...counts.heads]).toEqual([
      ['one', 1],
      ['two', 2],
    ]);
  });
});
