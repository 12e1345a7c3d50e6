import { openSafetensors, type SafetensorsFile, type TensorData } from '#artifacts';
import type { Numbers } from '../numbers.js';

/** The arrays of a split's file, as far as it has them. */
export interface SplitArrays {
  readonly ids?: Numbers;
  readonly types?: Numbers<Uint8Array>;
  readonly starts?: TensorData;
  readonly labels?: TensorData;
}

/** Reads the file of a split. What there is for each token stays in the file where that has more than `mostHeld` bytes.
 * @throws TlcError FILE_MISSING, SAFETENSORS_INVALID */
export async function readArrays(path: string, mostHeld: number): Promise<SplitArrays> {
  const file = await openSafetensors(path);
  const { entries } = file.header;
  const isHeld = entries.reduce((sum, { begin, end }) => sum + end - begin, 0) <= mostHeld;
  const read = async (name: string): Promise<TensorData | undefined> => {
    const entry = entries.find((each) => each.name === name);
    return entry && (await file.read(entry)).data;
  };
  const [starts, labels] = [await read('starts'), await read('labels')];
  if (!isHeld) {
    const ids = await stored(file, 'ids', 'I32', Int32Array);
    return { ids, types: await stored(file, 'types', 'U8', Uint8Array), starts, labels };
  }
  const [ids, types] = [await read('ids'), await read('types')];
  return {
    ...(ids instanceof Int32Array && { ids }),
    ...(types instanceof Uint8Array && { types }),
    starts,
    labels,
  };
}

/** An entry of a file whose slices are read when they are asked for. */
async function stored<A extends Int32Array | Uint8Array>(
  file: SafetensorsFile,
  name: string,
  dtype: string,
  array: { new (bytes: ArrayBuffer): A; readonly BYTES_PER_ELEMENT: number },
): Promise<Numbers<A> | undefined> {
  const entry = file.header.entries.find((each) => each.name === name);
  if (entry?.dtype !== dtype) return undefined;
  const bytes = array.BYTES_PER_ELEMENT;
  const readAt = await file.parts(entry);
  return {
    length: (entry.end - entry.begin) / bytes,
    byteLength: 0,
    slice: (begin, end) => new array(readAt(begin * bytes, (end - begin) * bytes)),
  };
}
