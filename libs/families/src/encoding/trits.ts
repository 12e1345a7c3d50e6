/** Codes from 0 to 2 in a byte: 3^5 = 243 of its 256 values. */
export const TRITS_IN_BYTE = 5;

/** Bytes that `count` codes from 0 to 2 take. */
export const tritBytes = (count: number): number => Math.ceil(count / TRITS_IN_BYTE);

/** Codes from 0 to 2, five to a byte, the first the digit of least weight in base 3. */
export function packTrits(codes: Uint8Array): Uint8Array {
  const packed = new Uint8Array(tritBytes(codes.length));
  for (let i = codes.length - 1; i >= 0; i--) {
    const at = Math.floor(i / TRITS_IN_BYTE);
    packed[at] = packed[at] * 3 + codes[i];
  }
  return packed;
}

/** The five codes of each byte, [256, 5]. */
const TRITS = Uint8Array.from(
  { length: 256 * TRITS_IN_BYTE },
  (_, i) => Math.floor(Math.floor(i / TRITS_IN_BYTE) / 3 ** (i % TRITS_IN_BYTE)) % 3,
);

/** The opposite of `packTrits`. A byte from 243 on, which it does not make, gives what it is modulo 243. */
export function unpackTrits(packed: Uint8Array, count: number): Uint8Array {
  const codes = new Uint8Array(TRITS_IN_BYTE * packed.length);
  for (let at = 0, i = 0; at < packed.length; at++) {
    for (let place = packed[at] * TRITS_IN_BYTE, end = place + TRITS_IN_BYTE; place < end; place++) {
      codes[i++] = TRITS[place];
    }
  }
  return codes.subarray(0, count);
}
