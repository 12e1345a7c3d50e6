/** Up to `count` numbers from 0 to `total` - 1, evenly spread. */
export function spread(total: number, count: number): Int32Array {
  const length = Math.min(total, count);
  return Int32Array.from({ length }, (_, i) => Math.floor((i * total) / length));
}
