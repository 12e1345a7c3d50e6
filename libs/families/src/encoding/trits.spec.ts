import { expect, it } from '@jest/globals';
import { packTrits, tritBytes, unpackTrits } from './trits.js';

it('five codes are the digits of a byte in base 3, the first the lowest', () => {
  // 2 + 0 * 3 + 1 * 9 + 2 * 27 + 1 * 81 = 146; 2 + 2 * 3 = 8
  expect([...packTrits(Uint8Array.of(2, 0, 1, 2, 1, 2, 2))]).toEqual([146, 8]);
  expect([...packTrits(Uint8Array.of(2, 2, 2, 2, 2))]).toEqual([242]);
});

it('codes come back, whatever their number', () => {
  for (const count of [0, 1, 4, 5, 6, 243, 1001]) {
    const codes = Uint8Array.from({ length: count }, (_, i) => Math.floor(i / 3 ** (i % 6)) % 3);
    const packed = packTrits(codes);
    expect(packed.length).toBe(tritBytes(count));
    expect(unpackTrits(packed, count)).toEqual(codes);
  }
});
