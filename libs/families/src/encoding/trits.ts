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

/** The opposite of `packTrits`. A byte from 243 on, which it does not make, gives what it is modulo 243. */
export function unpackTrits(packed: Uint8Array, count: number): Uint8Array {
  const codes = new Uint8Array(count);
  for (let i = 0, at = 0; i < count; at++) {
    let held = packed[at];
    for (const end = Math.min(count, i + TRITS_IN_BYTE); i < end; i++) {
      codes[i] = held % 3;
      held = (held / 3) | 0;
    }
  }
  return codes;
}
