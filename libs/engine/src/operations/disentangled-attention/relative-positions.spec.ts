import { describe, expect, it } from '@jest/globals';
import { relativePosition, relativePositions } from './relative-positions.js';

describe('relativePosition', () => {
  it('is the offset up to half of the span, and grows by the logarithm to the whole span at the largest distance', () => {
    // DeBERTa-v3: position_buckets 256, 512 positions
    const of = (...offsets: number[]) => offsets.map((offset) => relativePosition(offset, 256, 512, true) - 256);
    expect(of(0, 1, -1, 127, 128, -128)).toEqual([0, 1, -1, 127, 128, -128]);
    expect(of(129, 130, 256, 400, 511, -400, -511)).toEqual([129, 130, 192, 233, 255, -233, -255]);
    // Beyond it, the ends of the table
    expect(of(512, 5000, -512, -5000)).toEqual([255, 255, -256, -256]);
  });

  it('is the offset without log buckets, cut at the ends', () => {
    expect([-9, -4, -3, 0, 3, 4].map((offset) => relativePosition(offset, 4, 4, false))).toEqual([0, 0, 1, 4, 7, 7]);
  });

  it('falls never', () => {
    const all = [...relativePositions(-600, 600, 256, { maxDistance: 512, logBuckets: true })];
    expect(all).toEqual([...all].sort((a, b) => a - b));
    expect([all[0], all[1200]]).toEqual([0, 511]);
  });
});
