import type { BigIntStats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { TlcError } from '#contracts';
import { openInput } from '../input/open.js';

/** Most bytes asked of the system at once: it returns at most 2 GiB. */
const READ_BYTES = 2 ** 30;

/** What a file begins with where Git LFS left a pointer in its place. */
const LFS_POINTER = 'version https://git-lfs';

/** Refuses a file with what is wrong with it. */
export type Refuse = (problem: string) => never;

/** A file that is read in parts, whenever they are needed. It is open only while it is read. */
export interface FileBytes {
  readonly path: string;
  readonly size: number;
  readonly read: ReadBytes;
  /** Opens the file once for all that is read within `use`. */
  whileOpen<T>(use: (read: ReadBytes) => Promise<T>): Promise<T>;
}

/** Gives `length` bytes from `position`, in a buffer of their own, so that any typed array fits on it. Refuses where the
 * file was changed since it was opened first, or ends too early. */
type ReadBytes = (position: number, length: number) => Promise<ArrayBuffer>;

/** @param refuse throws for a file that Git LFS did not fetch, that changed, or that ends too early
 * @throws TlcError FILE_MISSING */
export async function fileBytes(path: string, refuse: Refuse): Promise<FileBytes> {
  const { stamp, size, start } = await withFile(path, async (file) => {
    const stat = await file.stat({ bigint: true });
    const start = Buffer.alloc(LFS_POINTER.length);
    await file.read(start, 0, start.length, 0);
    return { stamp: stampOf(stat), size: Number(stat.size), start: start.toString('latin1') };
  });
  if (start === LFS_POINTER) {
    refuse('it is a pointer that Git LFS left in place of the file; `git lfs pull` fetches the file itself');
  }
  const whileOpen = <T>(use: (read: ReadBytes) => Promise<T>) =>
    withFile(path, async (file) => {
      if (stampOf(await file.stat({ bigint: true })) !== stamp) refuse('it was changed while it was read');
      return use((position, length) => {
        if (position + length > size) refuse(`it ends at byte ${size}, before byte ${position + length}`);
        return readAt(file, position, length, refuse);
      });
    });
  const read: ReadBytes = (position, length) => whileOpen((read) => read(position, length));
  return { path, size, read, whileOpen };
}

/** Another text once a file was replaced or written to. Not its ctime: a hard link to the file changes that. */
export const stampOf = ({ dev, ino, size, mtimeNs }: BigIntStats) => [dev, ino, size, mtimeNs].join('.');

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await openInput(path).catch((error: unknown) => {
    throw TlcError.from(error, 'FILE_MISSING');
  });
  try {
    return await use(file);
  } catch (error) {
    // A folder opens as a file does, and fails when it is read
    throw (error as NodeJS.ErrnoException).syscall ? TlcError.from(error, 'FILE_MISSING') : error;
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number, refuse: Refuse): Promise<ArrayBuffer> {
  const bytes = new ArrayBuffer(length);
  let done = 0;
  while (done < length) {
    const part = new Uint8Array(bytes, done, Math.min(READ_BYTES, length - done));
    const { bytesRead } = await file.read(part, 0, part.length, position + done);
    if (bytesRead === 0) refuse(`it ends at byte ${position + done}; it was cut while it was read`);
    done += bytesRead;
  }
  return bytes;
}
