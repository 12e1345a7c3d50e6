import { describe, expect, it } from '@jest/globals';
import { fromFloat16, toFloat16 } from './half-precision.js';

const rounded = (...values: number[]) => Array.from(fromFloat16(toFloat16(Float32Array.from(values))));

describe('float32 to binary16', () => {
  it('gives every one of the 65,536 numbers back, but that a NaN is a NaN', () => {
    const all = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
    const values = fromFloat16(all);
    const back = toFloat16(values);
    const wrong = all.filter((bits, i) => !Number.isNaN(values[i]) && back[i] !== bits);
    expect(Array.from(wrong)).toEqual([]);
  });

  it('takes the nearest, and of two the even one', () => {
    // 1 + 2^-10 follows 1, so 1 + 2^-11 is half-way; 3 half-ways are nearer to the even 2 steps
    expect(rounded(1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 2 ** -20)).toEqual([1, 1 + 2 ** -9, 1 + 2 ** -10]);
    expect(rounded(2 ** -25, 1.5 * 2 ** -24, -(2 ** -24), 2 ** -25 * 1.001)).toEqual([
      0,
      2 ** -23,
      -(2 ** -24),
      2 ** -24,
    ]);
    // The greatest of the numbers below the normal ones rounds up into them
    expect(rounded(2 ** -14 - 2 ** -26)).toEqual([2 ** -14]);
  });

  it('knows where the finite numbers end, and keeps signs', () => {
    expect(rounded(65_504, 65_519.99, 65_520, -1e6, NaN)).toEqual([65_504, 65_504, Infinity, -Infinity, NaN]);
    expect(Array.from(toFloat16(Float32Array.of(0, -0)))).toEqual([0, 0x8000]);
  });

  it('rounds as Python does', () => {
    // struct.unpack('H', struct.pack('e', x))
    const values = Float32Array.of(0.1, 1 / 3, Math.PI, -1e-5, 6e-8, 1000.7);
    expect(Array.from(toFloat16(values))).toEqual([11878, 13653, 16968, 32936, 1, 25553]);
  });
});
