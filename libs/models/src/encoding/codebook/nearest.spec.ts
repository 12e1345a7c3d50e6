import { expect, it } from '@jest/globals';
import { random } from '#engine';
import { boundsOf, nearest } from './nearest.js';

/** By definition: the first of the values that are nearest. */
const byDefinition = (value: number, table: Float32Array) =>
  table.reduce((best, level, i) => (Math.abs(level - value) < Math.abs(table[best] - value) ? i : best), 0);

it('gives the code of the nearest value, whatever the values', () => {
  const draw = random(3);
  const tables = [
    [0],
    [0, 0],
    [-1, 0, 1],
    [2, 2, 2, 2],
    [-1e-30, 0, 1e-38, 1e30],
    [0, 1e-45, 2e-45, 1],
    [-3, -2.9999, -2.9998, 5, 5, 1000],
    Array.from(draw.normals(16, 1)),
    Array.from(draw.normals(256, 1)),
  ];
  for (const table of tables.map((levels) => Float32Array.from(levels).sort())) {
    const values = Float32Array.from([...table, ...boundsOf(table), ...draw.normals(2000, 1), 1e38, -1e38, -0, 1e-45]);
    const codes = new Uint8Array(values.length + 3);
    nearest(values, 1, values.length, boundsOf(table), codes);
    expect(codes[0]).toBe(0);
    expect([...codes.slice(values.length)]).toEqual([0, 0, 0]);
    const distance = (i: number, code: number) => Math.abs(values[i] - table[code]);
    for (let i = 1; i < values.length; i++) {
      expect(distance(i, codes[i])).toBe(distance(i, byDefinition(values[i], table)));
    }
    // Every value is its own nearest
    for (let i = 1; i < table.length; i++) expect(table[codes[i]]).toBe(table[i]);
  }
});
