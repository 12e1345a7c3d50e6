import { describe, expect, it } from '@jest/globals';
import { relativeBucket, relativeBuckets } from './relative-bias.js';

describe('relativeBucket', () => {
  it('has the buckets of T5: exact up to 7, then growing to 128, twice', () => {
    const of = (...offsets: number[]) => offsets.map((offset) => relativeBucket(offset, 32, 128));
    expect(of(0, -1, -7, -8, -11, -12, -15, -16, -22, -23)).toEqual([0, 1, 7, 8, 8, 9, 9, 10, 10, 11]);
    expect(of(-31, -32, -45, -46, -63, -64, -90, -91, -127, -128, -5000)).toEqual([
      11, 12, 12, 13, 13, 14, 14, 15, 15, 15, 15,
    ]);
    expect(of(1, 7, 8, 128)).toEqual([17, 23, 24, 31]);
  });

  it('is laid out by queries and keys', () => {
    const of = (offset: number) => relativeBucket(offset, 8, 20);
    expect([...relativeBuckets(2, 3, 8, 20)]).toEqual([of(0), of(1), of(2), of(-1), of(0), of(1)]);
  });
});
