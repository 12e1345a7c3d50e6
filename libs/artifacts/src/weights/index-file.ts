import { content, jsonPlace, quoted, TlcError } from '#contracts';
import { openInput } from '../input/open.js';
import { duplicateKey } from '../safetensors/duplicate-key.js';

/** Longest index that is read, in bytes. It has a line a tensor. */
const LONGEST_INDEX = 2 ** 26;

/** The index of weights in several files, as Transformers writes it. */
export interface WeightIndex {
  /** The file of each tensor, by its name in the same folder. */
  readonly files: ReadonlyMap<string, string>;
  /** Bytes of all tensors, where the index says so. */
  readonly totalBytes?: number;
}

/** @throws TlcError FILE_MISSING; WEIGHTS_INDEX_INVALID */
export async function readWeightIndex(path: string): Promise<WeightIndex> {
  const { metadata, weight_map: map } = parse(await contentOf(path), path);
  if (!isObject(map) || Object.keys(map).length === 0) return refuseIndex(path, 'it has no weight_map');
  for (const [tensor, file] of Object.entries(map)) {
    if (typeof file === 'string' && /^[^/\\\0]+\.(safetensors|bin)$/.test(file)) continue;
    refuseIndex(path, `tensor ${content(tensor)} is in ${quoted(file)}, expected a file of the same folder`);
  }
  const files = new Map(Object.entries(map as Record<string, string>));
  const total = isObject(metadata) ? metadata['total_size'] : undefined;
  return typeof total === 'number' ? { files, totalBytes: total } : { files };
}

export function refuseIndex(path: string, problem: string): never {
  throw new TlcError('WEIGHTS_INDEX_INVALID', `${path}: ${problem}.`, { details: { path } });
}

async function contentOf(path: string): Promise<string> {
  const file = await openInput(path).catch((error: unknown) => {
    throw TlcError.from(error, 'FILE_MISSING');
  });
  try {
    const { size } = await file.stat();
    if (size > LONGEST_INDEX) refuseIndex(path, `it has ${size} bytes, at most ${LONGEST_INDEX} are read`);
    return await file.readFile('utf8');
  } catch (error) {
    throw TlcError.from(error, 'FILE_MISSING');
  } finally {
    await file.close();
  }
}

function parse(text: string, path: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuseIndex(path, `it is not JSON, ${jsonPlace(text)} (${content((error as Error).message)})`);
  }
  if (!isObject(value)) return refuseIndex(path, 'it is not a JSON object');
  const twice = duplicateKey(text);
  return twice === undefined ? value : refuseIndex(path, `it has the key ${quoted(twice)} twice`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
