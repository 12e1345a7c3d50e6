import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BooleanDrawer, drawRows } from './drawing.js';
import { Pcg64 } from './pcg64.js';

/** What numpy.random.default_rng gives (fixtures/README.md). */
const numpy = JSON.parse(readFileSync(new URL('./fixtures/numpy.json', import.meta.url), 'utf8'));

const rows = (of: number, count: number) => {
  const out = new Int32Array(count);
  drawRows(new Pcg64(12345), of, out);
  return Array.from(out);
};

describe('NumPy’s generator', () => {
  it('gives the same 64 bits for seeds of one word and of two', () => {
    const generator = new Pcg64(12345);
    expect(numpy.raw.map(() => String(generator.uint64()))).toEqual(numpy.raw);
    for (const [seed, raw] of Object.entries<string[]>(numpy.seeds)) {
      const other = new Pcg64(Number(seed));
      expect(raw.map(() => String(other.uint64()))).toEqual(raw);
    }
  });

  it('draws the same rows', () => {
    expect(rows(7, 21)).toEqual(numpy.choice7);
    expect(rows(3004, 20)).toEqual(numpy.choice3004);
    expect(rows(1, 5)).toEqual(numpy.choice1);
    const many = rows(3004, 3_004_000);
    expect(many.slice(-4)).toEqual(numpy.last);
    expect(many.reduce((sum, row) => sum + row, 0)).toBe(numpy.sum3004);
  });

  it('draws again what would not be even', () => {
    const out = new Float64Array(12) as unknown as Int32Array;
    drawRows(new Pcg64(12345), 3_000_000_000, out);
    expect(Array.from(out)).toEqual(numpy.choice3e9);
  });

  it('draws the same booleans', () => {
    const out = new Uint8Array(numpy.bools.length);
    const drawer = new BooleanDrawer(new Pcg64(12345));
    drawer.fill(out.subarray(0, 50));
    drawer.fill(out.subarray(50));
    expect(out.join('')).toBe(numpy.bools);
    const many = new Uint8Array(30_040_000);
    new BooleanDrawer(new Pcg64(12345)).fill(many);
    let sum = 0;
    for (const bit of many) sum += bit;
    expect(sum).toBe(numpy.boolsum);
  });
});
