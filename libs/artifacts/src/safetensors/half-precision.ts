/** The value of each of the 65,536 binary16 numbers, by its bits; made when it is first needed. */
let halves: Float32Array | undefined;

/** Widens IEEE 754 binary16, given as its bits, to float32. Every value is exact. */
export function fromFloat16(bits: Uint16Array): Float32Array {
  halves ??= Float32Array.from({ length: 2 ** 16 }, (_, half) => valueOf(half));
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = halves[bits[i]];
  return values;
}

/** The greatest finite binary16 number. */
export const GREATEST_FLOAT16 = 65_504;

/** The least binary16 number that has all its 11 digits. */
export const LEAST_NORMAL_FLOAT16 = 2 ** -14;

const word = new Float32Array(1);
const wordBits = new Uint32Array(word.buffer);

/** Rounds float32 values to IEEE 754 binary16, the nearest, halves to even, and gives their bits. What is 65,520 or more
 * becomes infinite. */
export function toFloat16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, bitsOf);
}

function bitsOf(value: number): number {
  word[0] = value;
  const sign = (wordBits[0] >>> 16) & 0x8000;
  const magnitude = Math.abs(value);
  if (magnitude !== magnitude) return 0x7e00;
  if (magnitude >= 65_520) return sign | 0x7c00;
  // In steps of the last digit: 2^-24 below the normal numbers, else 2^-10 of the power of two below
  const exponent = Math.max((wordBits[0] >>> 23) & 0xff, 113);
  const digits = roundHalfToEven(magnitude * 2 ** (137 - exponent));
  return sign | (((exponent - 113) << 10) + digits);
}

/** Adding and taking away 1.5 * 2^52 rounds a double to a whole number, halves to even. */
const roundHalfToEven = (x: number): number => x + 1.5 * 2 ** 52 - 1.5 * 2 ** 52;

function valueOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Widens bfloat16, given as its bits, to float32: the upper half of a float32. */
export function fromBfloat16(bits: Uint16Array): Float32Array {
  const words = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) words[i] = bits[i] << 16;
  return new Float32Array(words.buffer);
}
