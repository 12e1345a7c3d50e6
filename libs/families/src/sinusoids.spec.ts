import { expect, it } from '@jest/globals';
import { sinusoidTable } from './sinusoids.js';

const close = (given: Float32Array, wanted: readonly number[]) => {
  expect(given.length).toBe(wanted.length);
  wanted.forEach((value, i) => expect(given[i]).toBeCloseTo(value, 6));
};

it('has sines and cosines in turn, or in halves, of frequencies that end before 1 / 10000 or with it', () => {
  const { sin, cos } = Math;
  close(sinusoidTable(3, 1, 4), [sin(3), cos(3), sin(0.03), cos(0.03)]);
  close(sinusoidTable(3, 1, 4, { halves: true }), [sin(3), sin(0.03), cos(3), cos(0.03)]);
  close(sinusoidTable(3, 1, 6, { halves: true, whole: true }), [
    ...[sin(3), sin(0.03), sin(0.0003)],
    ...[cos(3), cos(0.03), cos(0.0003)],
  ]);
  // As tensor2tensor fills it up
  close(sinusoidTable(2, 1, 5, { halves: true, whole: true }), [sin(2), sin(0.0002), cos(2), cos(0.0002), 0]);
});
