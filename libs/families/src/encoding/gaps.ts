/** Symbols of gaps: 0 to 254 say how many zeros come before the next value, the last that 255 zeros come and no value yet. */
export const GAP_SYMBOLS = 256;

const ONLY_ZEROS = GAP_SYMBOLS - 1;

/** How many zeros lie before each value that is not zero, and after the last one, by symbols (relative indices: Han et al.
 * 2016, arXiv 1510.00149, section 2, where a zero that is stored as a value bridges a longer gap). The end of the tensor
 * counts as a value, so that the symbols say how many values there are. */
export function gapsOf(values: Float32Array): Uint8Array {
  const gaps = new Uint8Array(values.length + 1);
  let count = 0;
  let zeros = 0;
  for (let i = 0; i <= values.length; i++) {
    if (i < values.length && values[i] === 0) {
      if (++zeros < ONLY_ZEROS) continue;
      gaps[count++] = ONLY_ZEROS;
    } else gaps[count++] = zeros;
    zeros = 0;
  }
  return gaps.slice(0, count);
}

/** Where the values are, in a tensor of `size`: the opposite of `gapsOf`. Symbols after the end are not looked at.
 * @returns `undefined` where the symbols end before the tensor, or go past its end */
export function placesOf(gaps: Uint8Array, size: number): Uint32Array | undefined {
  const places = new Uint32Array(Math.min(size, gaps.length));
  let count = 0;
  let place = 0;
  for (let i = 0; i < gaps.length; i++) {
    place += gaps[i];
    if (gaps[i] === ONLY_ZEROS) continue;
    if (place >= size) return place === size ? places.subarray(0, count) : undefined;
    places[count++] = place++;
  }
  return undefined;
}
