import type { Refuse } from '../file/bytes.js';

/** Reads a pickle's bytes one after another; never past their end. */
export class PickleInput {
  private position = 0;
  private readonly view: DataView;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly refuse: Refuse,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(): number {
    return this.view.getUint8(this.advance(1));
  }

  uint16(): number {
    return this.view.getUint16(this.advance(2), true);
  }

  int32(): number {
    return this.view.getInt32(this.advance(4), true);
  }

  uint32(): number {
    return this.view.getUint32(this.advance(4), true);
  }

  /** 8 bytes, little-endian. Lengths past 2^53 lie past the end of any file. */
  uint64(): number {
    return Number(this.view.getBigUint64(this.advance(8), true));
  }

  /** 8 bytes, big-endian. */
  float64(): number {
    return this.view.getFloat64(this.advance(8));
  }

  /** A whole number of `length` bytes in two's complement, little-endian. Nothing that weights need is wider than 8. */
  integer(length: number): number | bigint {
    if (length > 8) this.refuse(`its pickle has a whole number of ${length} bytes`);
    let value = 0n;
    for (let i = 0; i < length; i++) value |= BigInt(this.byte()) << BigInt(8 * i);
    const signed = BigInt.asIntN(8 * length, value);
    const exact = Number(signed);
    return Number.isSafeInteger(exact) ? exact : signed;
  }

  text(length: number): string {
    const bytes = this.take(length);
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return this.refuse('its pickle has a text that is not UTF-8');
    }
  }

  /** Up to a line feed, without it. */
  line(): string {
    const end = this.bytes.indexOf(0x0a, this.position);
    if (end < 0) this.refuse('its pickle ends within a line');
    const text = this.text(end - this.position);
    this.advance(1);
    return text;
  }

  take(length: number): Uint8Array {
    const start = this.advance(length);
    return this.bytes.slice(start, start + length);
  }

  private advance(length: number): number {
    const start = this.position;
    if (start + length > this.bytes.length) this.refuse('its pickle ends too early');
    this.position += length;
    return start;
  }
}
