import { describe, expect, it } from '@jest/globals';
import type { StoredTensor, WritableTensor } from '#artifacts';
import { random } from '#engine';
import { decodeTensor } from './decode.js';
import { encodeTensor } from './encode.js';
import { encodedBytes, specOf, type Encoding } from '#families';
import { fitGrid, type FitOptions } from './fit.js';
import { projectToGrid } from './project.js';

const bytesOf = (tensors: readonly WritableTensor[]) => tensors.reduce((sum, { data }) => sum + data.byteLength, 0);

const tensorsOf = (written: readonly WritableTensor[]) =>
  new Map(written.map(({ name, ...tensor }): [string, StoredTensor] => [name, tensor]));

function roundTrip(values: Float32Array, shape: readonly number[], encoding: Encoding) {
  const written = encodeTensor('w', values, shape, encoding);
  const tensors = tensorsOf(written);
  return { written, ...decodeTensor('w', shape, specOf(encoding), (name) => tensors.get(name), 'file') };
}

const SHAPES = [[1, 1], [3, 7], [4, 33], [17], [2, 0]];
const GRANULARITIES = [
  { granularity: 'tensor' },
  { granularity: 'channel' },
  { granularity: 'group', groupSize: 5 },
] as const;
const GRIDS: FitOptions[] = [2, 3, 4, 5, 6, 7, 8].flatMap((bits) =>
  GRANULARITIES.flatMap((shared) => [true, false].map((symmetric) => ({ bits, ...shared, symmetric }))),
);
const SPARSITIES = [0, 0.5, 1];

describe('values come back to the bit, with their encoding, in the bytes foretold', () => {
  it.each(GRIDS)('$bits bits, $granularity, symmetric $symmetric, sparse or not', (options) => {
    const draw = random(options.bits);
    for (const shape of SHAPES) {
      for (const sparsity of SPARSITIES) {
        for (const sparse of [false, true]) {
          const size = shape.reduce((a, b) => a * b, 1);
          const raw = Float32Array.from({ length: size }, () => (draw.uniform() < sparsity ? 0 : draw.normal()));
          const grid = fitGrid(raw, shape, options);
          const values = projectToGrid(raw, shape, grid);
          const encoding: Encoding = sparse ? { sparse, grid } : { grid };
          const result = roundTrip(values, shape, encoding);
          expect(result.values).toEqual(values);
          expect(result.encoding).toEqual(encoding);
          const nonZeros = values.filter((value) => value !== 0).length;
          expect(bytesOf(result.written)).toBe(encodedBytes(shape, specOf(encoding), nonZeros));
        }
      }
    }
  });

  it('sparse without a grid, down to the least float32', () => {
    const values = Float32Array.of(0, 1e-45, -3e38, 0, 0.1, 0, 0, 0, 0, 7);
    const result = roundTrip(values, [2, 5], { sparse: true });
    expect(result.values).toEqual(values);
    expect(result.encoding).toEqual({ sparse: true });
    expect(bytesOf(result.written)).toBe(2 + 4 * 4);
    expect(encodedBytes([2, 5], { sparse: true }, 4)).toBe(18);
  });

  it('makes zeros of negative zeros, which a mask times a weight gives', () => {
    const values = Float32Array.of(-0, 1, -1, -0);
    const grid = fitGrid(values, [4], GRIDS[0]);
    for (const encoding of [{ sparse: true }, { grid }, { sparse: true, grid }]) {
      const restored = roundTrip(values, [4], encoding).values;
      expect([restored[0], restored[3]].every((value) => Object.is(value, 0))).toBe(true);
      expect(restored[1]).toBe(1);
    }
  });
});

it('bytes of a tensor that is not encoded are those of float32', () => {
  expect(encodedBytes([3, 7])).toBe(84);
  expect(encodedBytes([3, 7], {})).toBe(84);
});

it('a tensor with a third of its values, in 4-bit groups of 64', () => {
  const grid = { bits: 4, granularity: 'group', groupSize: 64, symmetric: true } as const;
  const [size, nonZeros] = [384 * 1536, 200_000];
  expect(encodedBytes([1536, 384], { sparse: true, grid }, nonZeros)).toBe(size / 8 + nonZeros / 2 + (size / 64) * 4);
});

describe('what an encoding does not give back is refused before it is written', () => {
  const raw = Float32Array.of(-1, 0.25, 0.5, 1);
  const grid = fitGrid(raw, [2, 2], { bits: 4, granularity: 'channel', symmetric: true });
  const values = projectToGrid(raw, [2, 2], grid);
  it.each([
    ['a value between two of the grid', values.with(1, 0.2), grid, 'value 1 is 0.2'],
    ['a value outside the grid', values.with(3, 9), grid, 'value 3 is 9'],
    ['too few scales', values, { ...grid, scales: grid.scales.slice(1) }, '1 scales'],
    ['too few zero points', values, { ...grid, zeros: Uint8Array.of(8) }, '1 zero points'],
  ])('%s', (_, given, own, message) => {
    const refusal = expect.objectContaining({ code: 'ENCODING_INEXACT', message: expect.stringContaining(message) });
    expect(() => encodeTensor('w', given, [2, 2], { grid: own })).toThrow(refusal);
  });
});

describe('parts of a file that do not fit are refused', () => {
  const shape = [3, 3];
  const raw = Float32Array.of(0, 1, 0, -1, 0, 0.5, 0, 0, 0.2);
  const grid = fitGrid(raw, shape, { bits: 3, granularity: 'channel', symmetric: false });
  const encoding = { sparse: true, grid };
  const written = tensorsOf(encodeTensor('w', projectToGrid(raw, shape, grid), shape, encoding));
  const decode = (changes: Record<string, StoredTensor | undefined>) => () =>
    decodeTensor('w', shape, specOf(encoding), (name) => (name in changes ? changes[name] : written.get(name)), 'file');
  const bytes = (...data: number[]): StoredTensor => ({
    dtype: 'U8',
    shape: [data.length],
    data: Uint8Array.from(data),
  });

  it.each([
    ['a mask too short', { 'w.mask': bytes(255) }, 'ENCODING_INVALID'],
    ['a mask with a bit after the last value', { 'w.mask': bytes(42, 3) }, 'ENCODING_INVALID'],
    ['codes for other values than the mask’s', { 'w.mask': bytes(255, 1) }, 'ENCODING_INVALID'],
    ['codes of another type', { 'w.codes': { ...written.get('w.codes')!, dtype: 'I8' as const } }, 'ENCODING_INVALID'],
    ['a zero point outside the grid', { 'w.zeros': bytes(0, 8, 0) }, 'ENCODING_INVALID'],
    ['no scales', { 'w.scales': undefined }, 'MODEL_MISSING_TENSOR'],
  ])('%s', (_, changes: Record<string, StoredTensor | undefined>, code) => {
    expect(decode(changes)).toThrow(expect.objectContaining({ code, message: expect.stringContaining('w.') }));
  });
});
