// In a realm such as Jest's, each look at a global costs a hundred times more than the product
const { imul } = Math;

/** Names one use of dropout: three whole numbers below 2³². Equal keys give equal masks, on any machine. */
export interface DropoutKey {
  /** of the training */
  readonly seed: number;
  /** the optimiser step, or the batch */
  readonly step: number;
  /** the place in the model, counted from 0 */
  readonly site: number;
}

/** A bijection of the 32-bit integers that changes about half of the bits for each bit changed: `triple32` of Wellons,
 * "Prospecting for Hash Functions", 2018 (public domain). */
function mix(x: number): number {
  x = imul(x ^ (x >>> 17), 0xed5ad4bb);
  x = imul(x ^ (x >>> 11), 0xac4c1b51);
  x = imul(x ^ (x >>> 15), 0x31848bab);
  return x ^ (x >>> 14);
}

/**
 * What dropout multiplies its input by: 0 with probability `rate`, else 1 / (1 − rate).
 *
 * Element i (row by row) is dropped where the upper 31 bits of its hash are below rate · 2³¹. The hash is the three
 * multiply–xorshift rounds of `mix`, started from `i ^ a`, with `b` added after the first multiplication; both words
 * come from the key: a = mix(mix(mix(seed) + step) + site), b = mix(a + seed). A native kernel that does the same makes
 * the same mask, whatever its threads, and a resumed training the mask it would have had.
 */
export function dropoutMask(size: number, rate: number, key: DropoutKey): Float32Array {
  const [a, b, last, kept] = dropoutWords(rate, key);
  const mask = new Float32Array(size);
  // The bits of a float32 under a mask of its sign: a branch that goes either way at random would cost three times as much
  const bits = new Int32Array(mask.buffer);
  for (let i = 0; i < size; i++) {
    let x = i ^ a;
    x = (imul(x ^ (x >>> 17), 0xed5ad4bb) + b) | 0;
    x = imul(x ^ (x >>> 11), 0xac4c1b51);
    x = imul(x ^ (x >>> 15), 0x31848bab);
    x = (x ^ (x >>> 14)) >>> 1;
    bits[i] = ((last - x) >> 31) & kept;
  }
  return mask;
}

/** What the mask is made of: the words a and b of the key, the largest hash that is dropped, and the bits of 1 / (1 − rate). */
export function dropoutWords(rate: number, key: DropoutKey): Int32Array {
  const a = mix((mix((mix(key.seed) + key.step) | 0) + key.site) | 0);
  const b = mix((a + key.seed) | 0);
  const last = Math.round(rate * 2 ** 31) - 1;
  const [kept] = new Int32Array(Float32Array.of(1 / (1 - rate)).buffer);
  return Int32Array.of(a, b, last, kept);
}
