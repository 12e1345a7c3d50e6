import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { gunzip, openInput, readInput } from '#artifacts';
import { TlcError } from '#contracts';

/** Bytes of a file that are looked at to learn its columns. */
export const HEAD = 1 << 20;

/** The bytes of a file, decompressed where it is gzip.
 * @throws TlcError FILE_MISSING, FILE_DAMAGED (broken gzip) */
export async function readBytes(path: string): Promise<Buffer> {
  const bytes = await readInput(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzip(bytes);
  } catch (cause) {
    throw damaged(path, cause as Error);
  }
}

/** The head of a file, decompressed where it is gzip: HEAD + 1 bytes where the file is longer than its head.
 * @throws TlcError as readBytes does */
export async function readHead(path: string): Promise<Buffer> {
  const file = await openInput(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(path, error);
  });
  const stream = file.createReadStream({ start: 0 });
  const first = Buffer.alloc(2);
  try {
    await file.read(first, 0, 2, 0);
    // An error of the file ends what is read through the chain, too
    return await chunksUpTo(HEAD + 1, isGzip(first) ? pipeline(stream, createGunzip(), () => {}) : stream);
  } catch (cause) {
    throw damaged(path, cause as Error);
  } finally {
    // Which closes the file
    stream.destroy();
  }
}

async function chunksUpTo(size: number, stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= size) break;
  }
  return Buffer.concat(chunks).subarray(0, size);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function unreadable(path: string, error: NodeJS.ErrnoException): TlcError {
  if (error instanceof TlcError) return error;
  return new TlcError('FILE_MISSING', `${path} cannot be read (${error.code})`, { cause: error, details: { path } });
}

function damaged(path: string, cause: Error): TlcError {
  return new TlcError('FILE_DAMAGED', `${path} is not whole: ${cause.message}`, { cause, details: { path } });
}
