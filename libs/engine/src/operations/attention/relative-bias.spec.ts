import { describe, expect, it } from '@jest/globals';
import { relativeBucket, relativeBuckets } from './relative-bias.js';

describe('relativeBucket', () => {
  it('has the buckets of T5: exact up to 7, then growing to 128, twice', () => {
    const of = (...offsets: number[]) =>
      offsets.map((offset) => relativeBucket(offset, { buckets: 32, distance: 128 }));
    expect(of(0, -1, -7, -8, -11, -12, -15, -16, -22, -23)).toEqual([0, 1, 7, 8, 8, 9, 9, 10, 10, 11]);
    expect(of(-31, -32, -45, -46, -63, -64, -90, -91, -127, -128, -5000)).toEqual([
      11, 12, 12, 13, 13, 14, 14, 15, 15, 15, 15,
    ]);
    expect(of(1, 7, 8, 128)).toEqual([17, 23, 24, 31]);
  });

  it('has all buckets for what is before a query that sees nothing after it: exact up to 15, then growing to 128', () => {
    const of = (...offsets: number[]) =>
      offsets.map((offset) => relativeBucket(offset, { buckets: 32, distance: 128, causal: true }));
    expect(of(0, 1, 40, -1, -15, -16, -18, -19, -20, -21)).toEqual([0, 0, 0, 1, 15, 16, 16, 17, 17, 18]);
    expect(of(-112, -113, -127, -128, -5000)).toEqual([30, 31, 31, 31, 31]);
  });

  it('is laid out by queries and keys', () => {
    const spec = { buckets: 8, distance: 20 };
    const of = (offset: number) => relativeBucket(offset, spec);
    expect([...relativeBuckets(2, 3, spec)]).toEqual([of(0), of(1), of(2), of(-1), of(0), of(1)]);
    expect([...relativeBuckets(1, 3, spec, 2)]).toEqual([of(-2), of(-1), of(0)]);
  });
});
