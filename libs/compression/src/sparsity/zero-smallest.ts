/** So few values are sorted faster than counted. */
const SORTED = 1 << 16;

/** Sets the `count` values of least magnitude among all `weights` to zero, in place. Of equal magnitudes those that
 * come first go first, so that the count is exact and the same on every machine.
 *
 * The bits of a float32 without its sign are in the order of magnitudes (IEEE 754). Of many the threshold is found by
 * counting: the upper 15 bits first, then the lower 16 of those that share them. */
export function zeroSmallest(weights: readonly Float32Array[], count: number): void {
  if (count <= 0) return;
  const magnitudes = weights.map((values) => new Uint32Array(values.buffer, values.byteOffset, values.length));
  const [only] = magnitudes;
  const isShort = magnitudes.length === 1 && only.length <= SORTED;
  const { threshold, ties } = isShort ? bySorting(only, count) : byCounting(magnitudes, count);
  let left = ties;
  for (const bits of magnitudes) {
    for (let i = 0; i < bits.length; i++) {
      const magnitude = bits[i] & 0x7fffffff;
      if (magnitude < threshold || (magnitude === threshold && left-- > 0)) bits[i] = 0;
    }
  }
}

/** The `count`-th magnitude, and how many of those that are equal to it are among the first `count`. */
interface Place {
  readonly threshold: number;
  readonly ties: number;
}

function bySorting(magnitudes: Uint32Array, count: number): Place {
  const sorted = magnitudes.map((bits) => bits & 0x7fffffff).sort();
  const threshold = sorted[count - 1];
  return { threshold, ties: count - sorted.indexOf(threshold) };
}

function byCounting(magnitudes: readonly Uint32Array[], count: number): Place {
  const upper = placeOf(count, 1 << 15, (add) => {
    for (const bits of magnitudes) for (let i = 0; i < bits.length; i++) add((bits[i] & 0x7fffffff) >>> 16);
  });
  const lower = placeOf(upper.left, 1 << 16, (add) => {
    for (const bits of magnitudes) {
      for (let i = 0; i < bits.length; i++) if ((bits[i] & 0x7fffffff) >>> 16 === upper.bin) add(bits[i] & 0xffff);
    }
  });
  return { threshold: upper.bin * 65536 + lower.bin, ties: lower.left };
}

/** The bin that holds the `count`-th value, and how many of that bin's are among the first `count`. */
function placeOf(count: number, bins: number, fill: (add: (bin: number) => void) => void) {
  const histogram = new Uint32Array(bins);
  fill((bin) => histogram[bin]++);
  let left = count;
  let bin = 0;
  while (histogram[bin] < left) left -= histogram[bin++];
  return { bin, left };
}
