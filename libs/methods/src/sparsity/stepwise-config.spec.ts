import { describe, expect, it } from '@jest/globals';
import { risesOf } from './stepwise-config.js';

describe('the share of the sparsity that is reached', () => {
  it('rises with the cube of what is left', () => {
    // 1 - 0.75^3, 1 - 0.5^3, 1 - 0.25^3, 1
    expect(risesOf({ steps: 4, schedule: 'cubic' })).toEqual([0.578125, 0.875, 0.984375, 1]);
  });

  it('is seven eighths halfway', () => {
    expect(risesOf({ steps: 10, schedule: 'cubic' })[4]).toBeCloseTo(0.875, 12);
  });

  it('or rises evenly', () => {
    expect(risesOf({ steps: 4, schedule: 'linear' })).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it('is all of it in a single step', () => {
    expect(risesOf({ steps: 1, schedule: 'cubic' })).toEqual([1]);
  });
});
