import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import type { Numbers } from '../numbers.js';

/** Numbers in a file that has no name any more: it is gone when it is closed, or with the process. */
export interface ScratchNumbers extends Numbers {
  /** @throws TlcError DISK_FULL */
  append(numbers: Int32Array): void;
}

/** Files of one computation, in which numbers lie that memory has no place for. */
export interface Scratch {
  numbers(): ScratchNumbers;
  close(): void;
}

const BYTES = 4;

/** @param folder on a disk that has the space */
export function openScratch(folder: string): Scratch {
  const open = new Set<number>();
  return {
    numbers() {
      let file: number | undefined;
      let length = 0;
      const descriptor = () => {
        if (file !== undefined) return file;
        const path = join(folder, `numbers-${process.pid}-${open.size}`);
        file = openSync(path, 'wx+', 0o600);
        open.add(file);
        rmSync(path);
        return file;
      };
      return {
        byteLength: 0,
        get length() {
          return length;
        },
        append(numbers) {
          const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
          try {
            for (let done = 0; done < bytes.length;) {
              done += writeSync(descriptor(), bytes, done, bytes.length - done, BYTES * length + done);
            }
          } catch (error) {
            throw TlcError.from(error);
          }
          length += numbers.length;
        },
        slice(begin, end) {
          const numbers = new Int32Array(Math.max(0, Math.min(end, length) - begin));
          const bytes = new Uint8Array(numbers.buffer);
          for (let done = 0; done < bytes.length;) {
            done += readSync(descriptor(), bytes, done, bytes.length - done, BYTES * begin + done);
          }
          return numbers;
        },
      };
    },
    close() {
      for (const file of open) closeSync(file);
      open.clear();
    },
  };
}
