/** Bytes that `count` codes of `bits` bits take. */
export const packedBytes = (count: number, bits: number): number => Math.ceil((count * bits) / 8);

/** Codes one after another, lowest bit first, so that code i has the bits i * bits to (i + 1) * bits - 1. */
export function packCodes(codes: Uint8Array, bits: number): Uint8Array {
  const packed = new Uint8Array(packedBytes(codes.length, bits));
  let held = 0;
  let count = 0;
  let at = 0;
  for (let i = 0; i < codes.length; i++) {
    held |= codes[i] << count;
    count += bits;
    if (count >= 8) {
      packed[at++] = held;
      held >>>= 8;
      count -= 8;
    }
  }
  if (count > 0) packed[at] = held;
  return packed;
}

/** The opposite of `packCodes`. */
export function unpackCodes(packed: Uint8Array, bits: number, count: number): Uint8Array {
  const codes = new Uint8Array(count);
  const all = (1 << bits) - 1;
  if (bits === 4) {
    // What is most usual, without a rest of bits
    const pairs = count >> 1;
    for (let at = 0; at < pairs; at++) {
      codes[2 * at] = packed[at] & 15;
      codes[2 * at + 1] = packed[at] >> 4;
    }
    if (count & 1) codes[count - 1] = packed[pairs] & 15;
    return codes;
  }
  let held = 0;
  let known = 0;
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (known < bits) {
      held |= packed[at++] << known;
      known += 8;
    }
    codes[i] = held & all;
    held >>>= bits;
    known -= bits;
  }
  return codes;
}

/** A bit for each value, lowest first: 1 where it is not zero. */
export function packMask(values: Float32Array): Uint8Array {
  const packed = new Uint8Array(packedBytes(values.length, 1));
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) packed[i >> 3] |= 1 << (i & 7);
  return packed;
}

/** How many bits are 1. */
export function countOnes(mask: Uint8Array): number {
  let count = 0;
  for (let byte of mask) for (; byte; byte &= byte - 1) count++;
  return count;
}

/** Values where the mask has a 1, one after another, in `kept`, which has room for them. */
export function gather<T extends Uint8Array | Float32Array>(all: T, mask: Uint8Array, kept: T): T {
  for (let i = 0, at = 0; i < all.length; i++) if (mask[i >> 3] & (1 << (i & 7))) kept[at++] = all[i];
  return kept;
}

/** The opposite of `gather`: values at the places where the mask has a 1; `all` is left as it is elsewhere. */
export function scatter<T extends Uint8Array | Float32Array>(kept: T, mask: Uint8Array, all: T): T {
  for (let i = 0, at = 0; i < all.length; i++) if (mask[i >> 3] & (1 << (i & 7))) all[i] = kept[at++];
  return all;
}
