import { expect, it } from '@jest/globals';
import { random } from '#engine';
import { bestTernaryScale, quickTernaryScale } from './ternary.js';

const errorOf = (values: Float32Array, scale: number) =>
  values.reduce((sum, value) => sum + Math.min(value ** 2, (Math.abs(value) - scale) ** 2), 0) / values.length;

// Of a unit normal variable, from the formulas by SciPy: the threshold of least error, half the scale, and that error
const THRESHOLD = 0.6120034451353811;
const ERROR = 0.19017403924793685;

it('the best scale of normal weights is twice the threshold of theory, with its error', () => {
  const values = random(3).normals(400_000, 1);
  const scale = bestTernaryScale(values);
  expect(Math.abs(scale / (2 * THRESHOLD) - 1)).toBeLessThan(0.01);
  expect(Math.abs(errorOf(values, scale) / ERROR - 1)).toBeLessThan(0.01);
  expect(errorOf(values, quickTernaryScale(values)) / errorOf(values, scale)).toBeLessThan(1.002);
});

it('no other scale is better, whatever the values', () => {
  const normal = random(6).normals(40, 1);
  for (const values of [
    normal,
    normal.map((value) => value ** 5),
    Float32Array.of(1, 1, 1, 9),
    Float32Array.of(0.1, 9),
  ]) {
    const best = errorOf(values, bestTernaryScale(values));
    for (let scale = 0.01; scale < 10; scale += 0.01) expect(errorOf(values, scale)).toBeGreaterThan(best - 1e-9);
    expect(errorOf(values, quickTernaryScale(values))).toBeGreaterThan(best - 1e-9);
  }
});

it('of equal magnitudes it is the magnitude, of zeros and of nothing 0', () => {
  for (const scaleOf of [bestTernaryScale, quickTernaryScale]) {
    expect(scaleOf(Float32Array.of(-3, 3, 3))).toBe(3);
    expect(scaleOf(new Float32Array(3))).toBe(0);
    expect(scaleOf(new Float32Array(0))).toBe(0);
  }
});
