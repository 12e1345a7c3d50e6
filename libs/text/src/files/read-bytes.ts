import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { openInput, streamedBound } from '#artifacts';
import { TlcError } from '#contracts';

/** Bytes of a file that are looked at to learn its columns. */
export const HEAD = 1 << 20;

/** Bytes that are read at a time. */
const CHUNK = 1 << 20;

/** The bytes of a file as they are read, decompressed where it is gzip.
 * @throws TlcError FILE_MISSING; FILE_DAMAGED of gzip that is broken, or becomes far larger than data does */
export async function* streamBytes(path: string): AsyncGenerator<Buffer> {
  const file = await openInput(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
  const stream = file.createReadStream({ start: 0, highWaterMark: CHUNK });
  const first = Buffer.alloc(2);
  let length = 0;
  try {
    const { size } = await file.stat();
    await file.read(first, 0, 2, 0);
    const isGzip = first[0] === 0x1f && first[1] === 0x8b;
    const most = isGzip ? streamedBound(size) : Infinity;
    // An error of the file ends what is read through the chain, too
    const chunks = isGzip ? pipeline(stream, createGunzip({ chunkSize: CHUNK }), () => {}) : stream;
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > most) throw new RangeError(`it becomes more than ${most} bytes`);
      yield chunk;
    }
  } catch (cause) {
    throw damaged(path, cause as Error);
  } finally {
    // Which closes the file
    stream.destroy();
  }
}

/** The head of a file, decompressed where it is gzip: HEAD + 1 bytes where the file is longer than its head.
 * @throws TlcError as streamBytes does */
export async function readHead(path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of streamBytes(path)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > HEAD) break;
  }
  return Buffer.concat(chunks).subarray(0, HEAD + 1);
}

function unreadable(path: string, error: NodeJS.ErrnoException): TlcError {
  if (error instanceof TlcError) return error;
  return new TlcError('FILE_MISSING', `${path} cannot be read (${error.code})`, { cause: error, details: { path } });
}

function damaged(path: string, cause: Error): TlcError {
  return new TlcError('FILE_DAMAGED', `${path} is not whole: ${cause.message}`, { cause, details: { path } });
}
