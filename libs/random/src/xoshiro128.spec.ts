import { expect, it } from '@jest/globals';
import { xoshiro128 } from './xoshiro128.js';

it('xoshiro128 gives the values of the authors’ C program from the state 1, 2, 3, 4', () => {
  // As rand_xoshiro 0.6 (Rust) has them, from http://xoshiro.di.unimi.it/xoshiro128starstar.c, version 1.1
  const next = xoshiro128(Int32Array.of(1, 2, 3, 4));
  expect(Array.from({ length: 10 }, next)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});
