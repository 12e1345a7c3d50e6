import { content, quoted, jsonPlace } from '#contracts';
import { duplicateKey } from './duplicate-key.js';
import type { Refuse } from '../file/bytes.js';
import { checkSupported, NUMBER_FORMATS, type DType } from './dtypes.js';

/** Where a tensor lies in a file: bytes from `begin` to before `end`, counted from the end of the header. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** The header of a safetensors file, its entries in the order of their bytes. */
export interface Header {
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Reads the JSON of a header whose tensors fill `dataBytes` bytes exactly.
 *
 * @param path of the file, for messages
 * @throws TlcError WEIGHTS_TYPE_UNSUPPORTED */
export function parseHeader(json: Uint8Array, dataBytes: number, refuse: Refuse, path: string): Header {
  const { __metadata__: given, ...tensors } = parseObject(json, refuse);
  // Some writers say null where they have none
  const metadata = given ?? {};
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === 'string')) {
    refuse('__metadata__ is not an object of texts');
  }
  const entries = Object.entries(tensors).map(([name, value]) => parseEntry(name, value, refuse, path));
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let end = 0;
  for (const entry of entries) {
    if (entry.begin !== end)
      refuse(`tensor ${content(entry.name)} begins at byte ${entry.begin} of the data, expected ${end}`);
    end = entry.end;
  }
  if (end !== dataBytes) refuse(`its tensors take ${end} bytes, but the file has ${dataBytes} bytes of data`);
  return { entries, metadata: metadata as Record<string, string> };
}

function parseObject(json: Uint8Array, refuse: Refuse): Record<string, unknown> {
  let text = '';
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(json);
    value = JSON.parse(text);
  } catch (error) {
    return refuse(`its header is not JSON, ${jsonPlace(text)} (${content((error as Error).message)})`);
  }
  if (!isObject(value)) return refuse('its header is not a JSON object');
  const twice = duplicateKey(text);
  if (twice !== undefined) refuse(`its header has the key ${quoted(twice)} twice`);
  return value;
}

function parseEntry(name: string, value: unknown, refuse: Refuse, path: string): HeaderEntry {
  if (!isObject(value)) return refuse(`tensor ${content(name)} is not described by an object`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype === 'string') checkSupported(name, dtype, path);
  if (typeof dtype !== 'string' || !Object.hasOwn(NUMBER_FORMATS, dtype)) {
    const known = Object.keys(NUMBER_FORMATS).join(', ');
    return refuse(`tensor ${content(name)} has dtype ${quoted(dtype)}, expected one of ${known}`);
  }
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    return refuse(`tensor ${content(name)} has shape ${quoted(shape)}, expected whole numbers from 0`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize) || offsets[0] > offsets[1]) {
    return refuse(`tensor ${content(name)} has data_offsets ${quoted(offsets)}, expected two whole numbers, rising`);
  }
  const bytes = byteSize(dtype as DType, shape);
  const [begin, end] = offsets as [number, number];
  if (bytes !== end - begin) {
    refuse(
      `tensor ${content(name)} of shape [${shape.join(', ')}] in ${dtype} takes ${bytes} bytes, its offsets ${end - begin}`,
    );
  }
  return { name, dtype: dtype as DType, shape: shape as number[], begin, end };
}

/** Bytes of a tensor in a file. */
export function byteSize(dtype: DType, shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, NUMBER_FORMATS[dtype].bytes);
}
