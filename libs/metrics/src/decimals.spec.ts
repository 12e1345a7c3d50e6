import { describe, expect, it } from '@jest/globals';
import { toFixedHalfEven } from './decimals.js';

describe('toFixedHalfEven', () => {
  it('gives what Python prints', () => {
    const printed: [number, number, string][] = [
      [6.25, 1, '6.2'],
      [18.75, 1, '18.8'],
      [0.0625, 3, '0.062'],
      [0.5, 0, '0'],
      [1.5, 0, '2'],
      [2.5, 0, '2'],
      [-2.5, 0, '-2'],
      [-0.125, 2, '-0.12'],
      [0.15, 1, '0.1'],
      [0.35, 1, '0.3'],
      [1.005, 2, '1.00'],
      [2.675, 2, '2.67'],
      [6.250000000000001, 1, '6.3'],
      [43.74999999999999, 1, '43.7'],
      [99.99999999999999, 2, '100.00'],
      [0.00048828125, 10, '0.0004882812'],
    ];
    for (const [value, digits, text] of printed) expect([value, toFixedHalfEven(value, digits)]).toEqual([value, text]);
  });
});
