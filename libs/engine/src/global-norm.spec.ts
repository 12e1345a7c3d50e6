import { expect, it } from '@jest/globals';
import { tf } from './backend.js';
import { globalNorm } from './global-norm.js';

it('globalNorm is the root of the sum of squares over all tensors', () => {
  expect(globalNorm([tf.tensor1d([3, 0]), tf.tensor2d([[4], [12]])])).toBe(13);
  expect(globalNorm([])).toBe(0);
  expect(globalNorm([tf.tensor1d([NaN])])).toBeNaN();
});
