import { expect, it } from '@jest/globals';
import { erf as reference } from '../reference/float64.js';
import { erf } from './erf.js';

it('erf is right to 1e-9 everywhere', () => {
  for (let x = -3.99; x < 4; x += 0.0137) expect(Math.abs(erf(x) - reference(x))).toBeLessThan(2e-9);
  expect([erf(4), erf(-1e9), erf(Infinity), erf(0)]).toEqual([1, -1, 1, 0]);
  expect(erf(NaN)).toBeNaN();
});

it('erf has the values of the published table', () => {
  // Abramowitz and Stegun, "Handbook of Mathematical Functions", 1964, table 7.1
  expect(erf(0.5)).toBeCloseTo(0.5204998778, 8);
  expect(erf(1)).toBeCloseTo(0.8427007929, 8);
  expect(erf(2)).toBeCloseTo(0.995322265, 8);
});
