import { expect, it } from '@jest/globals';
import { engineInfo } from './engine-info.js';
import { matrixProductSpeed } from './matrix-product-speed.js';

it('engineInfo says what computes', () => {
  expect(engineInfo()).toEqual({
    backend: expect.stringMatching(/^@tensorflow\/tfjs-node/),
    tfjs: '4.22.0',
    tensorflow: expect.stringMatching(/^2\.\d+\.\d+/),
    threads: expect.any(Number),
    kernels: expect.stringMatching(/^(plain|avx512|avx2|neon|baseline)$/),
    instructionSet: expect.stringMatching(/^(avx512|avx2|neon|baseline)$/),
    processor: expect.stringMatching(/./),
  });
});

it('matrixProductSpeed measures more than a loop of JavaScript does', () => {
  expect(matrixProductSpeed()).toBeGreaterThan(1);
});
