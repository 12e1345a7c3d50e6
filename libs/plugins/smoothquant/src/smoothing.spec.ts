import { expect, it } from '@jest/globals';
import { smoothing } from './smoothing.js';

const round = (values: Float32Array) => Array.from(values, (value) => Math.round(1e6 * value) / 1e6);

it('divides inputs by the root of their range over that of the weights', () => {
  // The numbers of Xiao et al. 2023, figure 5
  expect(round(smoothing(Float32Array.of(2, 16, 2, 9), Float32Array.of(2, 1, 2, 1), 0.5))).toEqual([1, 4, 1, 3]);
});

it('moves all of the spread or none of it at the ends of alpha', () => {
  const [inputs, weights] = [Float32Array.of(8, 2), Float32Array.of(0.5, 4)];
  // Inputs are all 1 then; columns all 1
  expect(round(smoothing(inputs, weights, 1))).toEqual([8, 2]);
  expect(round(smoothing(inputs, weights, 0))).toEqual([2, 0.25]);
});

it('leaves channels that are always zero, or that nothing looks at', () => {
  expect(round(smoothing(Float32Array.of(0, 3, 1e-30), Float32Array.of(2, 0, 1), 0.5))).toEqual([1, 1, 1e-5]);
});
