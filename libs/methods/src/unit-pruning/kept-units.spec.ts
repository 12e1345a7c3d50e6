import { describe, expect, it } from '@jest/globals';
import { keptUnits, standIn } from './kept-units.js';

const scores = new Map([
  ['a', [0.1, 0.9, 0.2, 0.3]],
  ['b', [0.5, 0.6, 0.7, 0.8]],
]);
const units = new Map([
  ['a', 4],
  ['b', 4],
]);

describe('keptUnits', () => {
  it('takes the least of all layers, or of each', () => {
    expect(keptUnits(scores, units, { share: 0.5, scope: 'global' })).toEqual({ a: [1], b: [1, 2, 3] });
    expect(keptUnits(scores, units, { share: 0.5, scope: 'layer' })).toEqual({ a: [1, 3], b: [2, 3] });
  });

  it('leaves one in each layer', () => {
    expect(keptUnits(scores, units, { share: 0.75, scope: 'global' })).toEqual({ a: [1], b: [3] });
    expect(keptUnits(scores, units, { share: 0.99, scope: 'global' })).toEqual({ a: [1], b: [3] });
    expect(keptUnits(scores, units, { share: 0.99, scope: 'layer' })).toEqual({ a: [1], b: [3] });
  });

  it('counts the share of those that there were, and of equal ones removes the first', () => {
    const left = new Map([
      ['a', [1, 1, 1]],
      ['b', [1, 1, 1]],
    ]);
    expect(keptUnits(left, units, { share: 0.25, scope: 'global' })).toEqual({ a: [0, 1, 2], b: [0, 1, 2] });
    expect(keptUnits(left, units, { share: 0.5, scope: 'global' })).toEqual({ a: [2], b: [0, 1, 2] });
    expect(keptUnits(left, units, { share: 0.5, scope: 'layer' })).toEqual({ a: [1, 2], b: [1, 2] });
  });

  it('has a stand-in for a plan, which leaves as many', () => {
    expect(standIn(units, { share: 0.5, scope: 'global' })).toEqual({ a: [2, 3], b: [2, 3] });
    expect(standIn(units, { share: 0.6, scope: 'global' })).toEqual({ a: [3], b: [2, 3] });
  });
});
