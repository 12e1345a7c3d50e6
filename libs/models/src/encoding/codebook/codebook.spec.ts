import { describe, expect, it } from '@jest/globals';
import type { StoredTensor, WritableTensor } from '#artifacts';
import { fromFloat16 } from '#artifacts';
import { random } from '#engine';
import { type CodebookSpec, type Encoding, encodedBytes, fixedBits, specOf } from '#families';
import { decodeTensor } from '../decode.js';
import { encodeTensor } from '../encode.js';
import { fitCodebook } from './fit.js';
import { projectToCodebook } from './project.js';
import { refit } from './refit.js';
import { streamsOf } from './encode.js';

const GRANULARITIES = [
  { granularity: 'tensor' },
  { granularity: 'channel' },
  { granularity: 'group', groupSize: 5 },
] as const;

const SPECS: CodebookSpec[] = (['k-means', 'nf4', 'ternary'] as const).flatMap((kind) =>
  (kind === 'k-means' ? [1, 3, 8] : [fixedBits(kind)!]).flatMap((bits) =>
    GRANULARITIES.flatMap((shared) =>
      (['float16', 'float32'] as const).flatMap((precision) =>
        (precision === 'float32' ? [undefined] : [undefined, 'huffman' as const]).map((coding) => ({
          kind,
          bits,
          ...shared,
          precision,
          ...(coding && { coding }),
        })),
      ),
    ),
  ),
);

const SHAPES = [[3, 7], [17], [2, 0], [2, 600]];

/** Tensors as a reader has them. */
const stored = (written: readonly WritableTensor[]) =>
  new Map(
    written.map(({ name, dtype, shape, data }): [string, StoredTensor] => [
      name,
      { dtype, shape, data: dtype === 'F16' ? fromFloat16(data as Uint16Array) : data },
    ]),
  );

/** Values to the bit, as a text: comparing typed arrays takes long. */
const bitsOf = ({ buffer }: Float32Array) => Buffer.from(buffer).toString('base64');

const bytesOf = (tensors: readonly WritableTensor[]) => tensors.reduce((sum, { data }) => sum + data.byteLength, 0);

function fitted(raw: Float32Array, shape: readonly number[], spec: CodebookSpec, sparse: boolean) {
  const codebook = fitCodebook(raw, shape, spec, sparse);
  const encoding: Encoding = { ...(sparse && { sparse }), codebook };
  return { values: projectToCodebook(raw, shape, codebook, sparse), encoding };
}

describe('values come back to the bit, with their encoding, in the bytes foretold', () => {
  it.each(SPECS)('$kind of $bits bits, $granularity, $precision, $coding', (spec) => {
    const draw = random(spec.bits);
    for (const shape of SHAPES) {
      for (const sparsity of [0, 0.6, 1]) {
        for (const sparse of [false, true]) {
          const size = shape.reduce((a, b) => a * b, 1);
          const raw = Float32Array.from({ length: size }, () => (draw.uniform() < sparsity ? 0 : draw.normal()));
          const { values, encoding } = fitted(raw, shape, spec, sparse);
          const { codebook } = encoding;
          const written = encodeTensor('w', values, shape, encoding);
          const tensors = stored(written);
          const result = decodeTensor('w', shape, specOf(encoding), (name) => tensors.get(name), 'file');
          expect(bitsOf(result.values)).toBe(bitsOf(values));
          expect(specOf(result.encoding)).toEqual(specOf(encoding));
          expect(bitsOf(result.encoding.codebook!.values)).toBe(bitsOf(codebook!.values));
          const nonZeros = values.filter((value) => value !== 0).length;
          const streams = spec.coding && streamsOf({ values, shape, sparse, codebook: codebook! });
          expect(bytesOf(written)).toBe(encodedBytes(shape, specOf(encoding), nonZeros, streams));
          expect(bytesOf(written)).toBeLessThanOrEqual(encodedBytes(shape, specOf(encoding), nonZeros));
          if (sparse) expect(values.every((value, i) => raw[i] !== 0 || Object.is(value, 0))).toBe(true);
          expect(bitsOf(projectToCodebook(values, shape, codebook!, sparse))).toBe(bitsOf(values));
        }
      }
    }
  });

  it('NormalFloat 4: a group of 64 takes 32 bytes of codes and 2 of a scale', () => {
    const codebook = { kind: 'nf4', bits: 4, granularity: 'group', groupSize: 64, precision: 'float16' } as const;
    expect(encodedBytes([384, 384], { codebook })).toBe((384 * 384 * 34) / 64);
  });

  it('ternary: five to a byte', () => {
    const codebook = { kind: 'ternary', bits: 2, granularity: 'channel', precision: 'float16' } as const;
    expect(encodedBytes([10, 384], { codebook })).toBe(768 + 20);
  });
});

describe('weights of every sort', () => {
  const KINDS = SPECS.filter(({ granularity, coding }) => granularity === 'channel' && !coding);
  it.each(KINDS)('zeros, equal ones, and a few different ones: $kind of $bits bits, $precision', (spec) => {
    const { values } = fitted(Float32Array.of(0, 0, 0, 0.5, 0.5, 0.5, -2, 0, 2), [3, 3], spec, false);
    expect(values.every((value) => Number.isFinite(value))).toBe(true);
    // Three values need three centroids
    const [exact, all] = [spec.bits > 1 ? 9 : 6, [0, 0, 0, 0.5, 0.5, 0.5, -2, 0, 2]];
    expect([...values].slice(0, exact)).toEqual(all.slice(0, exact));
    expect(values.some((value) => Object.is(value, -0))).toBe(false);
  });

  it('an outlier of 1e6 takes a centroid in float32, and is refused in float16', () => {
    const values = random(2).normals(4 * 33, 0.05);
    values[40] = 1e6;
    for (const spec of KINDS) {
      const fit = () => fitCodebook(values, [4, 33], spec, false);
      if (spec.precision === 'float16') {
        expect(fit).toThrow(expect.objectContaining({ code: 'CODEBOOK_OUT_OF_RANGE' }));
      } else if (spec.bits > 1) expect(projectToCodebook(values, [4, 33], fit(), false)[40]).toBe(1e6);
    }
    expect(() => fitCodebook(values.fill(1e-6), [4, 33], KINDS[0], false)).toThrow(
      expect.objectContaining({ code: 'CODEBOOK_OUT_OF_RANGE', message: expect.stringContaining('at least') }),
    );
  });

  it.each([NaN, Infinity, -Infinity])('refuses %p', (value) => {
    for (const spec of KINDS) {
      const fit = () => fitCodebook(Float32Array.of(1, value, 0), [3], spec, false);
      expect(fit).toThrow(expect.objectContaining({ code: 'MODEL_NOT_FINITE' }));
      const codebook = fitCodebook(Float32Array.of(1, 2, 0), [3], spec, false);
      const project = () => projectToCodebook(Float32Array.of(1, value, 0), [3], codebook, false);
      expect(project).toThrow(expect.objectContaining({ code: 'MODEL_NOT_FINITE' }));
    }
  });
});

describe('a codebook that is moved along with trained values', () => {
  it('stays where they stay, but for steps of Lloyd’s algorithm', () => {
    const raw = random(5).normals(6 * 50, 1);
    for (const spec of SPECS.filter(({ precision }) => precision === 'float32')) {
      const { values, encoding } = fitted(raw, [6, 50], spec, false);
      expect(refit(values, [6, 50], encoding.codebook!, false).values).toEqual(values);
    }
  });

  it('follows them: centroids are means of what is nearest', () => {
    const spec = { kind: 'k-means', bits: 1, granularity: 'tensor', precision: 'float32' } as const;
    const codebook = fitCodebook(Float32Array.of(-1, -1, 1, 1), [4], spec, false);
    const moved = refit(Float32Array.of(-2, 0.5, 2, 3), [4], codebook, false);
    expect([...moved.codebook.values]).toEqual([-2, Math.fround(5.5 / 3)]);
    expect([...moved.values]).toEqual([-2, Math.fround(5.5 / 3), Math.fround(5.5 / 3), Math.fround(5.5 / 3)]);
    // Of a sparse tensor zeros are not looked at, and where nothing is near an old centroid stays
    const sparse = refit(Float32Array.of(0, 0, 2, 3), [4], codebook, true);
    expect([[...sparse.codebook.values], [...sparse.values]]).toEqual([
      [-1, 2.5],
      [0, 0, 2.5, 2.5],
    ]);
  });

  it('of values that are not finite is refused', () => {
    for (const spec of SPECS.filter(({ granularity }) => granularity === 'tensor')) {
      const codebook = fitCodebook(Float32Array.of(1, 2, 3), [3], spec, false);
      for (const value of [NaN, Infinity]) {
        const trained = () => refit(Float32Array.of(1, value, 3), [3], codebook, false);
        expect(trained).toThrow(expect.objectContaining({ code: 'MODEL_NOT_FINITE' }));
      }
    }
  });
});

describe('parts of a file that do not fit are refused', () => {
  const spec = { kind: 'k-means', bits: 2, granularity: 'tensor', precision: 'float32', coding: 'huffman' } as const;
  const raw = Float32Array.of(0, 1, 0, -1, 0, 0.5, 0, 0, 0.2);
  const { values, encoding } = fitted(raw, [3, 3], spec, true);
  const written = stored(encodeTensor('w', values, [3, 3], encoding));
  const decode = (changes: Record<string, StoredTensor | undefined>) => () =>
    decodeTensor(
      'w',
      [3, 3],
      specOf(encoding),
      (name) => (name in changes ? changes[name] : written.get(name)),
      'file',
    );
  const part = (dtype: 'U8' | 'F32', data: Uint8Array | Float32Array): StoredTensor => ({
    dtype,
    shape: [data.length],
    data,
  });

  it.each([
    ['gaps that end too early', { 'w.gaps': part('U8', new Uint8Array(0)) }],
    ['no codes', { 'w.codes': part('U8', new Uint8Array(0)) }],
    ['lengths of no code', { 'w.code_lengths': part('U8', Uint8Array.of(0x11, 0x11)) }],
    ['lengths of no gap', { 'w.gap_lengths': part('U8', new Uint8Array(128).fill(0x11)) }],
    ['centroids that fall', { 'w.centroids': part('F32', Float32Array.of(1, 0, 2, 3)) }],
    ['centroids that are not finite', { 'w.centroids': part('F32', Float32Array.of(0, 1, 2, Infinity)) }],
    ['too few centroids', { 'w.centroids': part('F32', Float32Array.of(1)) }],
  ])('%s', (_, changes: Record<string, StoredTensor>) => {
    expect(decode(changes)).toThrow(
      expect.objectContaining({ code: 'ENCODING_INVALID', message: expect.stringContaining('w.') }),
    );
  });

  it('a missing part', () => {
    expect(decode({ 'w.gaps': undefined })).toThrow(expect.objectContaining({ code: 'MODEL_MISSING_TENSOR' }));
  });
});

describe('what a codebook does not give back is refused before it is written', () => {
  const spec = { kind: 'k-means', bits: 1, granularity: 'tensor', precision: 'float16' } as const;
  const { values, encoding } = fitted(Float32Array.of(1, 2, 1), [3], spec, false);
  const changed = (centroids: number[]) => ({
    codebook: { ...encoding.codebook!, values: Float32Array.from(centroids) },
  });
  it.each([
    ['a value between two centroids', values.with(1, 1.5), encoding, 'value 1 is 1.5'],
    ['a centroid that is no 16-bit float', Float32Array.of(1.0001, 2, 2), changed([1.0001, 2]), 'no 16-bit float'],
    ['a centroid too many', values, changed([1, 2, 3]), 'it has 3 centroids'],
  ])('%s', (_, given, own: Encoding, message) => {
    const refusal = expect.objectContaining({ code: 'ENCODING_INEXACT', message: expect.stringContaining(message) });
    expect(() => encodeTensor('w', given, [3], own)).toThrow(refusal);
  });
});
