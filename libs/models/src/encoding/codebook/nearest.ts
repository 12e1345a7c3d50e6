/** Where one value's share ends and the next one's begins: half-way between them [levels - 1], in double precision, so that
 * the values themselves always lie beside. */
export const boundsOf = (table: ArrayLike<number>): Float64Array =>
  Float64Array.from({ length: Math.max(0, table.length - 1) }, (_, i) => table[i] / 2 + table[i + 1] / 2);

/** Bins of the range of bounds, for each bound. */
const BINS = 4;

/**
 * For each value from `from` to `to` how many of the bounds are less: the code of the nearest of the values between which
 * the bounds lie. A value's bin of the range says how many are less for sure; what lies in the same bin is compared.
 *
 * @param bounds rising, finite
 * @param codes to write into, at the places of the values
 */
export function nearest(values: Float32Array, from: number, to: number, bounds: Float64Array, codes: Uint8Array): void {
  const last = bounds.length;
  const [low, high] = [bounds[0], bounds[last - 1]];
  const perUnit = (BINS * last) / (high - low);
  const binOf = (value: number) => Math.floor((value - low) * perUnit);
  const hasBins = last > 1 && perUnit > 0 && perUnit < Infinity;
  const less = new Uint8Array(hasBins ? BINS * last + 1 : 0);
  for (let bin = 0, count = 0; bin < less.length; bin++) {
    while (count < last && binOf(bounds[count]) < bin) count++;
    less[bin] = count;
  }
  for (let i = from; i < to; i++) {
    const value = values[i];
    let code = 0;
    if (value > high) code = last;
    else if (value > low) {
      code = hasBins ? less[((value - low) * perUnit) | 0] : 0;
      while (bounds[code] < value) code++;
    }
    codes[i] = code;
  }
}
