import type { StoredTensor } from '#artifacts';
import { type Encoding, type Grid, gridOf, type ParameterShape, type Scheme, unpackColumns, unpackRows, wordsOf } from '#families'; // prettier-ignore
import { invalidPart } from '../encoding/take-part.js';
import { middle, valuesOf } from '../encoding/project.js';

type Take = (name: string) => Promise<StoredTensor | undefined>;

/** The values of a weight as compressed-tensors holds it, in float32, and their grid.
 *
 * @param take gives a tensor of the file
 * @param path of the file, for errors
 * @throws TlcError ENCODING_INVALID where a tensor is missing or does not fit the scheme */
export async function readCompressed(
  { name, shape }: ParameterShape,
  scheme: Scheme,
  take: Take,
  path: string,
): Promise<{ values: Float32Array; encoding: Encoding }> {
  const [rows, columns] = shape as readonly [number, number];
  const { num_bits: bits, strategy, group_size: size, symmetric } = scheme;
  if (strategy === 'group' && columns % size! !== 0) {
    invalidPart(path, name, `has rows of ${columns} values, which are no whole groups of ${size}`);
  }
  const groups = strategy === 'group' ? columns / size! : 1;
  const [scaleRows, count] = strategy === 'tensor' ? [1, 1] : [rows, rows * groups];
  const part = async (end: string) => {
    const tensor = await take(`${name}${end}`);
    return tensor ?? invalidPart(path, `${name}${end}`, 'is missing');
  };
  /** Integers of one or two dimensions, of so many values. */
  const integers = <T extends Int8Array | Int32Array>(
    end: string,
    { dtype, data, shape: own }: StoredTensor,
    Kind: new (n: number) => T,
    length: number,
  ): T => {
    // prettier-ignore
    if (data instanceof Kind && data.length === length) return data;
    return invalidPart(path, `${name}${end}`, `is ${dtype} [${own.join(', ')}], expected ${length} integers`);
  };
  const unsigned = (signed: Int8Array) => Uint8Array.from(signed, (code) => code + middle(bits));

  const packed = await take(`${name}_packed`);
  const codes = packed
    ? unpackRows(integers('_packed', packed, Int32Array, rows * wordsOf(columns, bits)), columns, bits)
    : unsigned(integers('', await part(''), Int8Array, rows * columns));
  const scale = await part('_scale');
  if (!(scale.data instanceof Float32Array) || scale.data.length !== count) {
    invalidPart(path, `${name}_scale`, `is ${scale.dtype} [${scale.shape.join(', ')}], expected ${count} floats`);
  }
  const zeros = async () => {
    const stored = await part('_zero_point');
    if (stored.data instanceof Int8Array) return unsigned(integers('_zero_point', stored, Int8Array, count));
    const words = integers('_zero_point', stored, Int32Array, wordsOf(scaleRows, bits) * groups);
    return unpackColumns(words, scaleRows, groups, bits);
  };
  const { granularity, groupSize } = gridOf(scheme);
  const grid: Grid = {
    bits,
    granularity,
    ...(groupSize !== undefined && { groupSize }),
    scales: scale.data as Float32Array,
    ...(!symmetric && { zeros: await zeros() }),
  };
  const wrong = codes.find((code) => code >= 2 ** bits);
  if (wrong !== undefined) invalidPart(path, name, `has a value that ${bits} bits do not hold`);
  return { values: valuesOf(codes, [rows, columns], grid), encoding: { grid } };
}
