import { gunzipSync } from 'node:zlib';

/** Bytes that a gzip file may become in memory: more than any data set that fits there, and times its size. Text shrinks to
 * a third or so, and hardly ever below a fiftieth. */
const MOST_BYTES = 2 ** 31 - 1;
const MOST_RATIO = 200;
/** Small files may shrink more: a column of one word. */
const ALWAYS = 64 * 2 ** 20;

/** Decompresses gzip, and stops where it becomes more than data does.
 * @throws RangeError ERR_BUFFER_TOO_LARGE past the bound; what zlib says of a file that is broken */
export function gunzip(bytes: Uint8Array): Buffer {
  return gunzipSync(bytes, { maxOutputLength: inflatedBound(bytes.length) });
}

/** The most bytes that `stored` bytes may become. */
export const inflatedBound = (stored: number): number => Math.min(MOST_BYTES, streamedBound(stored));

/** The most bytes that `stored` bytes may become where they are not held in memory. */
export const streamedBound = (stored: number): number => Math.max(ALWAYS, MOST_RATIO * stored);
