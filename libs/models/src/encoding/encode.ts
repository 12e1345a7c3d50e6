import { fromFloat16, toFloat16, type WritableTensor } from '#artifacts';
import { TlcError } from '#contracts';
import {
  countOnes,
  gather,
  packCodes,
  packMask,
  partsOf,
  specOf,
  type Encoding,
  type Grid,
  type Part,
} from '#families';
import { codebookParts } from './codebook/encode.js';
import { codesOf, valuesOf } from './project.js';

/** What a file has of a tensor, by part. */
type PartData = Partial<Record<Part, Float32Array | Uint8Array>>;

/**
 * The tensors that stand for a tensor in a file. Negative zeros become zeros.
 *
 * @param values in the order of files
 * @param shape in files
 * @throws TlcError ENCODING_INEXACT where a value is not one that the encoding gives back
 */
export function encodeTensor(
  name: string,
  values: Float32Array,
  shape: readonly number[],
  encoding: Encoding,
): WritableTensor[] {
  const { sparse = false, codebook } = encoding;
  const spec = specOf(encoding);
  const mask = sparse ? packMask(values) : undefined;
  const kept = mask ? countOnes(mask) : values.length;
  const data: PartData = codebook
    ? codebookParts(name, { values, shape, sparse, codebook })
    : gridParts(name, values, shape, encoding, mask, kept);
  const streams = codebook?.coding && { codes: data.codes!.length, ...(data.gaps && { gaps: data.gaps.length }) };
  return Object.entries(partsOf(shape, spec, kept, streams)).map(([part, { dtype, length }]) => {
    const own = data[part as Part]!;
    if (own.length !== length)
      refuse(name, `it has ${own.length} ${part}, the shape [${shape.join(', ')}] asks for ${length}`);
    return { name: `${name}.${part}`, dtype, shape: [length], data: dtype === 'F16' ? halves(name, own) : own };
  });
}

/** The bits of 16-bit floats. */
function halves(name: string, numbers: Float32Array | Uint8Array): Uint16Array {
  const bits = toFloat16(Float32Array.from(numbers));
  const back = fromFloat16(bits);
  const wrong = numbers.findIndex((number, i) => number !== back[i]);
  if (wrong >= 0) refuse(name, `its codebook has ${numbers[wrong]}, which is no 16-bit float`);
  return bits;
}

function gridParts(
  name: string,
  values: Float32Array,
  shape: readonly number[],
  { grid }: Encoding,
  mask: Uint8Array | undefined,
  kept: number,
): PartData {
  const held = { ...(mask && { mask }) };
  if (!grid) return { ...held, values: mask ? gather(values, mask, new Float32Array(kept)) : values };
  const { scales, zeros, bits } = grid;
  const expected = partsOf(shape, specOf({ grid }), kept).scales?.length;
  if (scales.length !== expected || (zeros ?? scales).length !== scales.length) {
    const given = `${scales.length} scales${zeros ? ` and ${zeros.length} zero points` : ''}`;
    refuse(name, `its grid has ${given}, the shape [${shape.join(', ')}] asks for ${expected}`);
  }
  const codes = exactCodes(name, values, shape, grid);
  const own = mask ? gather(codes, mask, new Uint8Array(kept)) : codes;
  return { ...held, codes: packCodes(own, bits), scales, ...(zeros && { zeros }) };
}

function exactCodes(name: string, values: Float32Array, shape: readonly number[], grid: Grid): Uint8Array {
  const codes = codesOf(values, shape, grid);
  const restored = valuesOf(codes, shape, grid);
  const wrong = values.findIndex((value, i) => value !== restored[i]);
  if (wrong >= 0) refuse(name, `value ${wrong} is ${values[wrong]}, the nearest on its grid ${restored[wrong]}`);
  return codes;
}

function refuse(name: string, problem: string): never {
  throw new TlcError('ENCODING_INEXACT', `${name}: ${problem}.`, { details: { tensor: name } });
}
