import { expect, it } from '@jest/globals';
import { lengthHistogram, startsOf } from './length-histogram.js';

it('a histogram of lengths gives back sentences of the same lengths, the shortest first', () => {
  const histogram = lengthHistogram(Int32Array.of(0, 3, 4, 7, 12), 128);
  expect(histogram).toEqual({ step: 1, counts: [1, 0, 2, 0, 1] });
  expect([...startsOf(histogram)]).toEqual([0, 1, 4, 7, 12]);
});

it('long sentences are counted in steps, and no sentence becomes shorter', () => {
  const histogram = lengthHistogram(Int32Array.of(0, 512, 513, 518), 512);
  expect(histogram.step).toBe(4);
  expect(histogram.counts).toHaveLength(128);
  expect([...startsOf(histogram)]).toEqual([0, 4, 12, 524]);
});
