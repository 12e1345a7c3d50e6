import { describe, expect, it } from '@jest/globals';
import { exp, log } from './rounded.js';

/** Rounded from 300 bits by mpmath 1.3. `Math.exp` and `Math.log` miss the last bit of each. */
const EXP = [
  [0.842197335167749, 2.3214624075349994],
  [0.9180109733219222, 2.504304304779708],
  [-10.82835056839739, 0.000019829287065523743],
  [-10.278435040798874, 0.000034366268524630424],
];
const LOG = [[21.416703052731055, 3.064171134065981]];

describe('exp and log', () => {
  it('are rounded to the nearest double', () => {
    for (const [value, power] of EXP) expect(exp(value)).toBe(power);
    for (const [value, logarithm] of LOG) expect(log(value)).toBe(logarithm);
  });

  it('are exact where they can be, and hold for tiny and huge numbers', () => {
    expect([exp(0), log(1), log(2), exp(-9999999999)]).toEqual([1, 0, Math.LN2, 0]);
    for (const value of [1e-308, 1e-299, 1e-30, 5e-9, 1e30, 1e299, 1e308]) {
      expect(Math.abs(log(value) / Math.log(value) - 1)).toBeLessThan(1e-15);
    }
    for (const value of [-745, -699, -30, -1e-9, 1e-9, 30, 699, 709]) {
      expect(Math.abs(exp(value) / Math.exp(value) - 1)).toBeLessThan(1e-15);
    }
  });
});
