import type { WritableTensor } from '#artifacts';
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
import { codesOf, valuesOf } from './project.js';

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
  const { sparse, grid } = encoding;
  const mask = sparse ? packMask(values) : undefined;
  const kept = mask ? countOnes(mask) : values.length;
  const layout = partsOf(shape, specOf(encoding), kept);
  if (
    grid &&
    (grid.scales.length !== layout.scales?.length || (grid.zeros ?? grid.scales).length !== grid.scales.length)
  ) {
    const given = `${grid.scales.length} scales${grid.zeros ? ` and ${grid.zeros.length} zero points` : ''}`;
    refuse(name, `its grid has ${given}, the shape [${shape.join(', ')}] asks for ${layout.scales?.length}`);
  }
  const codes = grid && exactCodes(name, values, shape, grid);
  const data: Record<Part, () => Float32Array | Uint8Array> = {
    mask: () => mask!,
    values: () => (mask ? gather(values, mask, new Float32Array(kept)) : values),
    codes: () => packCodes(mask ? gather(codes!, mask, new Uint8Array(kept)) : codes!, grid!.bits),
    scales: () => grid!.scales,
    zeros: () => grid!.zeros!,
  };
  return Object.entries(layout).map(([part, { dtype, length }]) => {
    return { name: `${name}.${part}`, dtype, shape: [length], data: data[part as Part]() };
  });
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
