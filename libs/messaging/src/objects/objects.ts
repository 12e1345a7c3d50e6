import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { JetStreamApiError } from '@nats-io/jetstream';
import { type ObjectStore, setSha256Backend } from '@nats-io/obj';
import { STREAMS, TlcError } from '#contracts';
import type { Link } from '../connection/link.js';
import { patient } from '../connection/patient.js';
import { objectBucket } from './bucket.js';
import { piecesOf } from './pieces.js';
import { removeStrayPieces } from './stray-pieces.js';

/** Files that the server keeps by name, each written once: in pieces, of which none is seen before the last has arrived.
 * Through a time without a server each function waits. */
export interface Objects {
  /** Bytes of an object; undefined where there is none. */
  size(name: string): Promise<number | undefined>;
  /** Sends a file. @throws TlcError OBJECT_STORE_FULL; the system's where it cannot be read */
  put(name: string, file: string): Promise<void>;
  /** The content in order, as fast as it is read; one that is cut off goes on where it was.
   * @param most bytes that are wanted at most
   * @throws TlcError OBJECT_MISSING, also where it is removed meanwhile */
  get(name: string, most?: number): AsyncIterable<Uint8Array>;
  /** Removes an object, if it is there. */
  remove(name: string): Promise<void>;
  list(): Promise<ObjectEntry[]>;
  /** Removes the pieces, sent before a time (milliseconds), of files whose senders ended before the last one.
   * @returns how many files */
  removeStray(before: number): Promise<number>;
}

export interface ObjectEntry {
  readonly name: string;
  readonly bytes: number;
  /** When it was sent, in milliseconds. */
  readonly written: number;
}

/** Time for one piece. */
const PIECE_MS = 10_000;

// Node's own SHA-256: the library's default is JavaScript, at a tenth of the speed
setSha256Backend('native');

/** The files of artifacts at a server. The stream is there from the first use on: ensureStreams makes it. */
export function openObjects(link: Link): Objects {
  const usually = <T>(work: (objects: ObjectStore) => Promise<T>): Promise<T> =>
    patient(link, async () => work(await objectBucket(link))).catch((error) => {
      throw coded(error);
    });
  return {
    size: (name) =>
      usually(async (objects) => {
        const found = await objects.info(name);
        return found && !found.deleted ? found.size : undefined;
      }),
    put: (name, file) =>
      usually(async (objects) => {
        const content = Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>;
        await objects.put({ name }, content, { timeout: PIECE_MS }).catch((error) => {
          throw coded(error);
        });
      }),
    get: (name, most) => piecesOf(link, name, most),
    remove: (name) => usually(async (objects) => void (await objects.delete(name))),
    list: () =>
      usually(async (objects) =>
        (await objects.list()).map(({ name, size, mtime }) => ({ name, bytes: size, written: Date.parse(mtime) })),
      ),
    removeStray: (before) => usually((objects) => removeStrayPieces(link, objects, before)),
  };
}

/** No space in the stream (10077), in the account (10002, 10028) or on the server (10023, 10047). */
const FULL: readonly number[] = [10077, 10002, 10028, 10023, 10047];

/** What JetStream says of a bucket, in TLC's words. */
function coded(error: unknown): unknown {
  if (!(error instanceof JetStreamApiError)) return error;
  const { code, message } = error;
  if (FULL.includes(code)) {
    return new TlcError('OBJECT_STORE_FULL', `the object store ${STREAMS.objects} takes no more: ${message}`, {
      cause: error,
    });
  }
  return error;
}
