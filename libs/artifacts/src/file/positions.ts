import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { locateInput } from '../input/locate.js';
import { openInput } from '../input/open.js';
import { type Refuse, stampOf } from './bytes.js';

/** Reads `length` bytes of a file from `position`, at once: what is asked for again comes from the system's cache. */
export type ReadAt = (position: number, length: number) => ArrayBuffer;

/** A file of which parts are read in the midst of a computation. It is open only while one is read, and refused where it is
 * another by then.
 * @param refuse throws for a file that changed, or that ends too early
 * @throws TlcError as openInput */
export async function filePositions(path: string, refuse: Refuse): Promise<ReadAt> {
  const file = await openInput(path);
  const stamp = await file
    .stat({ bigint: true })
    .then(stampOf)
    .finally(() => file.close());
  const real = await locateInput(path);
  return (position, length) => {
    const descriptor = openSync(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (stampOf(fstatSync(descriptor, { bigint: true })) !== stamp) refuse('it was changed while it was read');
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length;) {
        const read = readSync(descriptor, bytes, done, length - done, position + done);
        if (read === 0) refuse(`it ends at byte ${position + done}; it was cut while it was read`);
        done += read;
      }
      return bytes.buffer;
    } finally {
      closeSync(descriptor);
    }
  };
}
