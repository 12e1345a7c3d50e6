import { TlcError } from '#contracts';
import {
  areCodeLengths,
  type Codebook,
  type CodebookSpec,
  countOnes,
  type Encoding,
  levelCount,
  partsOf,
  placesOf,
  sizeOf,
  unpackCodes,
  unpackFixed,
  unpackHuffman,
} from '#families';
import { readMask } from '../read-mask.js';
import { invalidPart, type TakePart } from '../take-part.js';
import { eachGroup } from './project.js';

interface CodebookEncoding {
  readonly sparse: boolean;
  readonly codebook: CodebookSpec;
}

/** The values that a file's tensors stand for by a codebook, as `decodeTensor`.
 *
 * @throws TlcError MODEL_MISSING_TENSOR, ENCODING_INVALID */
export function decodeByCodebook(
  name: string,
  shape: readonly number[],
  encoding: CodebookEncoding,
  take: TakePart,
  path: string,
): { values: Float32Array; encoding: Encoding } {
  const { sparse, codebook: spec } = encoding;
  const { scales, centroids } = partsOf(shape, encoding, 0);
  const [part, layout] = scales ? (['scales', scales] as const) : (['centroids', centroids!] as const);
  const codebook: Codebook = { ...spec, values: take(part, layout) as Float32Array };
  checkRising(codebook, `${name}.${part}`, path);
  const size = sizeOf(shape);
  const places = sparse ? readPlaces(name, size, spec, take, path) : undefined;
  const codes = readCodes(name, shape, encoding, places?.length ?? size, take, path);
  const values = new Float32Array(size);
  let next = 0;
  eachGroup(shape, codebook, (table, from, to) => {
    if (places) next = putUntil(to, values, table, places, codes, next);
    else for (let i = from; i < to; i++) values[i] = table[codes[i]];
  });
  return { values, encoding: { ...(sparse && { sparse }), codebook } };
}

/** Writes the values of codes to their places before `end`, from code number `next` on.
 * @returns the number of the first code that is left */
function putUntil(
  end: number,
  values: Float32Array,
  table: Float32Array,
  places: Uint32Array,
  codes: Uint8Array,
  next: number,
): number {
  let at = next;
  for (; at < places.length && places[at] < end; at++) values[places[at]] = table[codes[at]];
  return at;
}

/** Codes are found again by halving: the values of a group must rise. */
function checkRising({ kind, bits, values }: Codebook, name: string, path: string): void {
  const count = levelCount({ kind, bits });
  const wrong =
    kind === 'k-means'
      ? values.findIndex((value, i) => !Number.isFinite(value) || (i % count > 0 && value < values[i - 1]))
      : values.findIndex((value) => !(value >= 0 && value < Infinity));
  if (wrong >= 0) invalidPart(path, name, `has ${values[wrong]} as value ${wrong}, which cannot be`);
}

/** Where the values of a sparse tensor are that are not zero, rising. */
function readPlaces(name: string, size: number, { coding }: CodebookSpec, take: TakePart, path: string): Uint32Array {
  if (!coding) return placesOfMask(readMask(name, size, take, path));
  const gaps = unpackHuffman(
    take('gaps', { dtype: 'U8' }) as Uint8Array,
    lengths(name, 'gap_lengths', 256, take, path),
    size + 8,
  );
  const places = placesOf(gaps, size);
  return places ?? invalidPart(path, `${name}.gaps`, `does not end at the last of ${size} values`);
}

function placesOfMask(mask: Uint8Array): Uint32Array {
  const places = new Uint32Array(countOnes(mask));
  for (let i = 0, next = 0; next < places.length; i++) if (mask[i >> 3] & (1 << (i & 7))) places[next++] = i;
  return places;
}

/** The codes of `kept` values. */
function readCodes(
  name: string,
  shape: readonly number[],
  encoding: CodebookEncoding,
  kept: number,
  take: TakePart,
  path: string,
): Uint8Array {
  const { codebook } = encoding;
  const count = levelCount(codebook);
  if (codebook.coding) {
    const packed = take('codes', { dtype: 'U8' }) as Uint8Array;
    const codes = unpackHuffman(packed, lengths(name, 'code_lengths', count, take, path), kept);
    if (codes.length < kept) invalidPart(path, `${name}.codes`, `has ${codes.length} codes, expected ${kept}`);
    return codes;
  }
  return unpackFixed(take('codes', partsOf(shape, encoding, kept).codes!) as Uint8Array, codebook, kept);
}

/** Code lengths of an alphabet. */
function lengths(
  name: string,
  part: 'gap_lengths' | 'code_lengths',
  alphabet: number,
  take: TakePart,
  path: string,
): Uint8Array {
  const packed = take(part, { dtype: 'U8', length: Math.ceil(alphabet / 2) }) as Uint8Array;
  const all = unpackCodes(packed, 4, alphabet);
  if (areCodeLengths(all)) return all;
  throw new TlcError('ENCODING_INVALID', `${path}: tensor ${name}.${part} has lengths that no prefix code has.`, {
    details: { path, tensor: `${name}.${part}` },
  });
}
