import { describe, expect, it } from '@jest/globals';
import { gapsOf, placesOf } from './gaps.js';

const sparse = (size: number, ...places: number[]) => {
  const values = new Float32Array(size);
  for (const place of places) values[place] = 1;
  return values;
};

describe('gaps', () => {
  it('are the zeros before each value, and after the last', () => {
    // The places of figure 2 of Han et al. 2016: 1, 4 and 15
    expect([...gapsOf(sparse(16, 1, 4, 15))]).toEqual([1, 2, 10, 0]);
    expect([...gapsOf(sparse(3))]).toEqual([3]);
    expect([...gapsOf(sparse(0))]).toEqual([0]);
  });

  it('of 255 zeros and more take further symbols', () => {
    expect([...gapsOf(sparse(300, 254))]).toEqual([254, 45]);
    expect([...gapsOf(sparse(300, 255))]).toEqual([255, 0, 44]);
    expect([...gapsOf(sparse(800, 256, 799))]).toEqual([255, 1, 255, 255, 32, 0]);
    expect([...gapsOf(sparse(510))]).toEqual([255, 255, 0]);
  });

  it('give the places back, whatever follows them', () => {
    for (const size of [0, 1, 254, 255, 256, 511, 2000]) {
      for (const step of [1, 2, 7, 255, 256, 600]) {
        const places = Array.from({ length: size }, (_, i) => i).filter((i) => i % step === step - 1);
        const gaps = gapsOf(sparse(size, ...places));
        expect([...placesOf(gaps, size)!]).toEqual(places);
        expect([...placesOf(Uint8Array.of(...gaps, 0, 3), size)!]).toEqual(places);
      }
    }
  });

  it('that end before the tensor, or go past its end, are none', () => {
    expect(placesOf(Uint8Array.of(1, 1), 9)).toBeUndefined();
    expect(placesOf(Uint8Array.of(1, 9), 9)).toBeUndefined();
    expect(placesOf(Uint8Array.of(255), 3)).toBeUndefined();
    expect(placesOf(Uint8Array.of(), 0)).toBeUndefined();
  });
});
