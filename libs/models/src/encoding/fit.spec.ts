import { describe, expect, it } from '@jest/globals';
import { random } from '#engine';
import { fitGrid, type FitOptions } from './fit.js';
import { groupStarts } from '#families';
import { codesOf, projectToGrid, valuesOf } from './project.js';

const SHAPES = [[1, 1], [3, 7], [5, 16], [4, 33], [9], [2, 0], [0, 3]];
const GRANULARITIES = [
  { granularity: 'tensor' },
  { granularity: 'channel' },
  { granularity: 'group', groupSize: 4 },
  { granularity: 'group', groupSize: 100 },
] as const;

/** Every combination of bits, granularity and symmetry. */
const OPTIONS: FitOptions[] = [2, 3, 4, 5, 6, 7, 8].flatMap((bits) =>
  GRANULARITIES.flatMap((shared) => [true, false].map((symmetric) => ({ bits, ...shared, symmetric }))),
);

function squaredError(values: Float32Array, shape: readonly number[], options: FitOptions): number {
  const projected = projectToGrid(values, shape, fitGrid(values, shape, options));
  return values.reduce((sum, value, i) => sum + (value - projected[i]) ** 2, 0);
}

describe('groups', () => {
  it('follow each other along rows, the last of a row shorter', () => {
    expect([...groupStarts([2, 5], { granularity: 'group', groupSize: 2 })]).toEqual([0, 2, 4, 5, 7, 9, 10]);
    expect([...groupStarts([2, 5], { granularity: 'channel' })]).toEqual([0, 5, 10]);
    expect([...groupStarts([2, 5], { granularity: 'tensor' })]).toEqual([0, 10]);
    expect([...groupStarts([5], { granularity: 'channel' })]).toEqual([0, 5]);
    expect([...groupStarts([3, 0], { granularity: 'group', groupSize: 2 })]).toEqual([0]);
  });

  it.each([undefined, 0, 1.5, -2])('of size %p are refused', (groupSize) => {
    expect(() => groupStarts([2, 5], { granularity: 'group', groupSize })).toThrow(
      expect.objectContaining({ code: 'ENCODING_INVALID' }),
    );
  });
});

describe('a grid fitted to least and greatest value', () => {
  it('has the scales and zero points of the definition', () => {
    const values = Float32Array.of(-1, 0, 2, 0.5);
    // asymmetric, 2 bits: scale (2 - -1) / 3 = 1, zero 1; codes 0 1 3 and 0.5 rounds to the even 0
    const uneven = fitGrid(values, [1, 4], { bits: 2, granularity: 'tensor', symmetric: false });
    expect([[...uneven.scales], [...uneven.zeros!]]).toEqual([[1], [1]]);
    expect([...projectToGrid(values, [1, 4], uneven)]).toEqual([-1, 0, 2, 0]);
    // symmetric, 3 bits: codes -4 to 3, scale max(2 / 3, 1 / 4)
    const even = fitGrid(values, [1, 4], { bits: 3, granularity: 'tensor', symmetric: true });
    expect([...even.scales]).toEqual([Math.fround(2 / 3)]);
    expect(even.zeros).toBeUndefined();
  });

  it.each(OPTIONS)('$bits bits, $granularity $groupSize, symmetric $symmetric: nearest, and at rest', (options) => {
    const draw = random(options.bits);
    for (const shape of SHAPES) {
      const size = shape.reduce((a, b) => a * b, 1);
      const values = draw.normals(size, 0.3);
      const grid = fitGrid(values, shape, options);
      const starts = groupStarts(shape, options);
      expect(grid.scales.length).toBe(starts.length - 1);
      const projected = projectToGrid(values, shape, grid);
      // Half a step, and another half at the ends where a zero point was rounded
      const most = options.symmetric ? 0.5001 : 1.0001;
      const far = values.filter((value, i) => {
        const group = starts.findLastIndex((start) => start <= i);
        return Math.abs(projected[i] - value) > most * grid.scales[group];
      });
      expect([...far]).toEqual([]);
      expect(projectToGrid(projected, shape, grid)).toEqual(projected);
      expect(valuesOf(codesOf(projected, shape, grid), shape, grid)).toEqual(projected);
    }
  });

  it.each(OPTIONS.filter(({ granularity }) => granularity === 'channel'))(
    '$bits bits, symmetric $symmetric: zero stays zero, whatever else the row has',
    (options) => {
      const rows = [
        [0, 0, 0],
        [0, 5, 9],
        [-3, 0, -4],
        [0, -0, 1e-44],
        [3e38, 0, -3e38],
        [1e-38, 0, 2e-38],
      ];
      const shape = [rows.length, 3];
      const values = Float32Array.from(rows.flat());
      const grid = fitGrid(values, shape, options);
      const projected = projectToGrid(values, shape, grid);
      values.forEach((value, i) => value === 0 && expect(Object.is(projected[i], 0)).toBe(true));
      expect(projected.every(Number.isFinite)).toBe(true);
      expect(grid.scales.every((scale) => scale > 0 && Number.isFinite(scale))).toBe(true);
      expect(projectToGrid(projected, shape, grid)).toEqual(projected);
    },
  );

  it.each([NaN, Infinity, -Infinity])('refuses %p', (value) => {
    const fit = () => fitGrid(Float32Array.of(1, value), [2], OPTIONS[0]);
    expect(fit).toThrow(expect.objectContaining({ code: 'MODEL_NOT_FINITE' }));
    const grid = fitGrid(Float32Array.of(1, 2), [2], OPTIONS[0]);
    const project = () => projectToGrid(Float32Array.of(1, value), [2], grid);
    expect(project).toThrow(expect.objectContaining({ code: 'MODEL_NOT_FINITE' }));
  });
});

describe('a grid fitted to the least squared error', () => {
  it.each(OPTIONS)('$bits bits, $granularity $groupSize, symmetric $symmetric: never worse', (options) => {
    const values = random(3).normals(4 * 33, 1);
    values[7] = 9; // an outlier
    const [narrowed, full] = (['mse', 'min-max'] as const).map((range) =>
      squaredError(values, [4, 33], { ...options, range }),
    );
    expect(narrowed).toBeLessThanOrEqual(full);
  });

  // Errors of the best uniform quantizers of a normal variable with one level less, and with all levels: Max, "Quantizing
  // for Minimum Distortion", 1960, table II. Zero is one of the levels here, which costs some of the gain of the last.
  it.each([
    [2, 0.1902, 0.1188],
    [3, 0.04686, 0.03744],
    [4, 0.01289, 0.01154],
  ])('%i bits of normal values: between the best of 2^bits - 1 and of 2^bits levels', (bits, fewer, all) => {
    const values = random(5).normals(50_000, 1);
    for (const symmetric of [true, false]) {
      const options = { bits, granularity: 'tensor', symmetric, range: 'mse' } as const;
      const error = squaredError(values, [values.length], options) / values.length;
      expect(error).toBeLessThan(1.03 * fewer);
      expect(error).toBeGreaterThan(0.97 * all);
    }
  });
});
