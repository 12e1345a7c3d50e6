import { describe, expect, it } from '@jest/globals';
import { countOnes, gather, packCodes, packedBytes, packMask, scatter, unpackCodes } from './bits.js';

/** Whole numbers that a seed decides: the linear congruential generator of Knuth's MMIX, its upper bits. */
function numbers(seed: number) {
  let state = BigInt(seed);
  const integer = (below: number) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number((state >> 33n) % BigInt(below));
  };
  return { integer, uniform: () => integer(2 ** 30) / 2 ** 30 };
}

describe('packed codes', () => {
  it('lie lowest bit first, one after another', () => {
    // 3 bits: 0b101, 0b011, 0b110, 0b111 -> bits 1 111 110 011 101, lowest first
    expect([...packCodes(Uint8Array.of(0b101, 0b011, 0b110, 0b111), 3)]).toEqual([0b10011101, 0b00001111]);
    expect([...packCodes(Uint8Array.of(1, 2, 3), 4)]).toEqual([0x21, 0x03]);
    expect([...packCodes(Uint8Array.of(7, 255), 8)]).toEqual([7, 255]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('of %i bits come back, whatever their number', (bits) => {
    const draw = numbers(bits);
    for (const count of [0, 1, 2, 7, 8, 9, 63, 64, 65, 1000]) {
      const codes = Uint8Array.from({ length: count }, () => draw.integer(2 ** bits));
      const packed = packCodes(codes, bits);
      expect(packed.length).toBe(packedBytes(count, bits));
      expect(unpackCodes(packed, bits, count)).toEqual(codes);
    }
  });
});

describe('a mask', () => {
  it('has a bit for every value that is not zero', () => {
    const values = Float32Array.of(0, 1, -0, -2, 0, 0, 0, 0, 1e-45, 0);
    expect([...packMask(values)]).toEqual([0b00001010, 0b00000001]);
    expect(countOnes(packMask(values))).toBe(3);
    expect([...gather(values, packMask(values), new Float32Array(3))]).toEqual([1, -2, Math.fround(1e-45)]);
  });

  it('gathers and scatters to the same', () => {
    const draw = numbers(1);
    for (const count of [0, 1, 8, 77]) {
      const values = Float32Array.from({ length: count }, () => (draw.uniform() < 0.6 ? 0 : draw.uniform() + 0.1));
      const mask = packMask(values);
      const kept = gather(values, mask, new Float32Array(countOnes(mask)));
      expect(scatter(kept, mask, new Float32Array(count))).toEqual(values);
    }
  });
});
