import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { Entry } from 'yauzl';
import { content, quoted, TlcError } from '#contracts';
import { fileBytes, type FileBytes, type Refuse } from '../file/bytes.js';
import { eachEntry } from './zip.js';

/** Where the bytes of an entry lie in a zip. */
interface EntryPlace {
  /** Of its own header, which its bytes follow. */
  readonly header: number;
  readonly stored: number;
  /** Of the entry, once inflated. */
  readonly bytes: number;
  readonly isDeflated: boolean;
}

/** Most entries: a storage has one, and PyTorch adds a handful. */
const MOST_ENTRIES = 2 ** 20;

/** How much larger a deflated entry may become, in all or times its size. PyTorch itself deflates nothing. */
const LARGEST_INFLATED = 2 ** 26;
const LARGEST_RATIO = 20;

const inflate = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflateRaw);

/** A zip that PyTorch wrote. */
export interface TorchArchive {
  /** Of `data.pkl`, uncompressed. */
  readonly pickleBytes: number;
  pickle(): Promise<ArrayBuffer>;
  /** Size of an entry in bytes, or undefined where there is none. */
  sizeOf(name: string): number | undefined;
  /** Bytes of an entry from `begin` to before `end`. */
  read(name: string, begin: number, end: number): Promise<ArrayBuffer>;
}

/** @param refuse throws for a file that is no such zip */
export async function openTorchArchive(path: string, refuse: Refuse): Promise<TorchArchive> {
  const file = await fileBytes(path, refuse);
  const places = await placesOf(file, refuse);
  const pickles = [...places.keys()].filter((name) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickles.length !== 1) refuse(`it is a zip with ${pickles.length || 'no'} data.pkl, expected one`);
  const pickle = pickles[0];
  const folder = pickle.slice(0, -'data.pkl'.length);
  const placeOf = (name: string) => places.get(folder + name);
  const read = async (name: string, begin: number, end: number) => {
    const place = placeOf(name) ?? refuse(`it lacks the entry ${content(folder + name)}`);
    const start = await startOf(file, place, refuse);
    if (!place.isDeflated) return file.read(start + begin, end - begin);
    const whole = await inflated(new Uint8Array(await file.read(start, place.stored)), name, place, refuse);
    return Uint8Array.from(whole.subarray(begin, end)).buffer;
  };
  const order = placeOf('byteorder');
  if (order && order.bytes <= 16) {
    const text = Buffer.from(await read('byteorder', 0, order.bytes)).toString('latin1');
    if (text !== 'little') refuse(`its byte order is ${quoted(text)}, only little is read`);
  }
  const pickleBytes = placeOf('data.pkl')!.bytes;
  return {
    pickleBytes,
    pickle: () => read('data.pkl', 0, pickleBytes),
    sizeOf: (name) => placeOf(name)?.bytes,
    read,
  };
}

/** The entries' places, from the zip's directory; each lies within the file. */
async function placesOf(file: FileBytes, refuse: Refuse): Promise<ReadonlyMap<string, EntryPlace>> {
  const places = new Map<string, EntryPlace>();
  try {
    await eachEntry(file, (entry) => {
      const { fileName: name } = entry;
      if (places.size >= MOST_ENTRIES) refuse(`its zip has more than ${MOST_ENTRIES} entries`);
      if (places.has(name)) refuse(`its zip has the entry ${content(name)} twice`);
      places.set(name, placeOf(entry, file.size, refuse));
    });
  } catch (error) {
    if (error instanceof TlcError) throw error;
    refuse(`its zip is broken (${content((error as Error).message)})`);
  }
  return places;
}

function placeOf(entry: Entry, size: number, refuse: Refuse): EntryPlace {
  const { fileName: name, compressedSize: stored, uncompressedSize: bytes, compressionMethod: method } = entry;
  const { relativeOffsetOfLocalHeader: header } = entry;
  if (entry.isEncrypted()) refuse(`its entry ${content(name)} is encrypted`);
  if (method !== 0 && method !== 8) {
    refuse(`its entry ${content(name)} is compressed by method ${method}; stored and deflated are read`);
  }
  if (header + HEADER_BYTES + stored > size)
    refuse(`its entry ${content(name)} ends after the file, which has ${size} bytes`);
  if (method === 8 && bytes > Math.max(LARGEST_INFLATED, LARGEST_RATIO * stored)) {
    refuse(`its entry ${content(name)} of ${stored} bytes claims to become ${bytes} bytes`);
  }
  return { header, stored, bytes, isDeflated: method === 8 };
}

/** Bytes of an entry's own header, before its name and what else it may have (APPNOTE.TXT 4.3.7). */
const HEADER_BYTES = 30;
const HEADER_SIGNATURE = 0x04034b50;

/** Where the bytes of an entry begin: only its own header says it. */
async function startOf(file: FileBytes, { header }: EntryPlace, refuse: Refuse): Promise<number> {
  const facts = new DataView(await file.read(header, HEADER_BYTES));
  if (facts.getUint32(0, true) !== HEADER_SIGNATURE) refuse(`its zip has no entry at byte ${header}`);
  return header + HEADER_BYTES + facts.getUint16(26, true) + facts.getUint16(28, true);
}

async function inflated(stored: Uint8Array, name: string, { bytes }: EntryPlace, refuse: Refuse): Promise<Buffer> {
  const whole = await inflate(stored, { maxOutputLength: Math.max(bytes, 1) }).catch((error: Error) =>
    refuse(`its entry ${content(name)} is not well deflated (${error.message})`),
  );
  if (whole.length !== bytes) refuse(`its entry ${content(name)} became ${whole.length} bytes, not ${bytes}`);
  return whole;
}
