/** Whole numbers one after another: in memory, where a typed array has this form, or in a file, of which each slice is read
 * when it is asked for. */
export interface Numbers<A extends Int32Array | Uint8Array = Int32Array> {
  readonly length: number;
  /** Bytes that they take in memory. */
  readonly byteLength: number;
  /** Those from `begin` up to `end`, in memory of their own. */
  slice(begin: number, end: number): A;
}

/** Numbers of a block. */
const BLOCK = 2 ** 18;

/** All of them, a block at a time; of a typed array it is the one block. */
export function* blocksOf<A extends Int32Array | Uint8Array>(numbers: Numbers<A>): Generator<A> {
  if (ArrayBuffer.isView(numbers)) return yield numbers as unknown as A;
  for (let at = 0; at < numbers.length; at += BLOCK) {
    yield numbers.slice(at, Math.min(at + BLOCK, numbers.length));
  }
}

/** The greatest; 0 of none. */
export function greatest(numbers: Numbers<Int32Array> | Numbers<Uint8Array>): number {
  let most = 0;
  for (const block of blocksOf(numbers as Numbers)) for (const number of block) if (number > most) most = number;
  return most;
}
