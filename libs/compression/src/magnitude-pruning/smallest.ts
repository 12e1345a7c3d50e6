/** Sets the `count` values of least magnitude among all `weights` to zero, in place. Of equal magnitudes those that
 * come first go first, so that the count is exact and the same on every machine.
 *
 * The bits of a float32 without its sign are in the order of magnitudes (IEEE 754), so the threshold is found by
 * counting: the upper 15 bits first, then the lower 16 of those that share them. */
export function zeroSmallest(weights: readonly Float32Array[], count: number): void {
  if (count <= 0) return;
  const magnitudes = weights.map((values) => new Uint32Array(values.buffer, values.byteOffset, values.length));
  const upper = placeOf(count, 1 << 15, (add) => {
    for (const bits of magnitudes) for (let i = 0; i < bits.length; i++) add((bits[i] & 0x7fffffff) >>> 16);
  });
  const lower = placeOf(upper.left, 1 << 16, (add) => {
    for (const bits of magnitudes) {
      for (let i = 0; i < bits.length; i++) if ((bits[i] & 0x7fffffff) >>> 16 === upper.bin) add(bits[i] & 0xffff);
    }
  });
  const threshold = upper.bin * 65536 + lower.bin;
  let ties = lower.left;
  for (const bits of magnitudes) {
    for (let i = 0; i < bits.length; i++) {
      const magnitude = bits[i] & 0x7fffffff;
      if (magnitude < threshold || (magnitude === threshold && ties-- > 0)) bits[i] = 0;
    }
  }
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
