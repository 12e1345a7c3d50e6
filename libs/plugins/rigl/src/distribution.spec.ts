import { describe, expect, it } from '@jest/globals';
import { erk } from './distribution.js';

const rounded = (densities: ReadonlyMap<string, number>) =>
  [...densities.values()].map((each) => Number(each.toFixed(4)));

describe('the Erdős-Rényi-Kernel', () => {
  it('is in proportion to (in + out) / (in out)', () => {
    // 8/16 and 10/16; half of 32 weights are 16 = ε (8 + 10)
    const matrices = [
      { name: 'square', shape: [4, 4] },
      { name: 'wide', shape: [2, 8] },
    ];
    expect(rounded(erk(matrices, 0.5))).toEqual([0.4444, 0.5556]);
  });

  it('leaves matrices dense that would have more than all of their weights', () => {
    // 32/256 and 5/4: ε = 130 / 37 asks for 4.4 of the small one; then ε = (130 - 4) / 32
    const matrices = [
      { name: 'large', shape: [16, 16] },
      { name: 'small', shape: [1, 4] },
    ];
    expect(rounded(erk(matrices, 0.5))).toEqual([0.4922, 1]);
  });

  it('gives matrices of one shape one density', () => {
    const matrices = ['a', 'b', 'c'].map((name) => ({ name, shape: [6, 9] }));
    expect(rounded(erk(matrices, 0.8))).toEqual([0.2, 0.2, 0.2]);
    expect(rounded(erk(matrices, 0))).toEqual([1, 1, 1]);
  });
});
