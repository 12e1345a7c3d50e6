/**
 * δ: the row of a table of 2 · span relative positions for a query `offset` rows after its key: the offset itself up to
 * half of the span, then growing by the logarithm up to `maxDistance`; without log buckets the offset. Both are cut at
 * the ends of the table. As in DeBERTa's own code, of which the paper has the form without a logarithm (He et al., 2021,
 * arXiv 2006.03654, equation 3).
 */
export function relativePosition(offset: number, span: number, maxDistance: number, logBuckets: boolean): number {
  const bucket = logBuckets ? logBucket(offset, span, maxDistance) : offset;
  return Math.max(0, Math.min(2 * span - 1, bucket + span));
}

function logBucket(offset: number, span: number, maxDistance: number): number {
  const middle = Math.floor(span / 2);
  const away = Math.abs(offset);
  if (away <= middle) return offset;
  // In float32, as the models were trained: where the quotient is whole, its last bit decides between two buckets
  const { fround, log } = Math;
  const share = fround(fround(log(fround(away / middle))) / fround(log((maxDistance - 1) / middle)));
  return Math.sign(offset) * (Math.ceil(fround(share * (middle - 1))) + middle);
}

/** δ of the offsets from `from` to `to`, both included. */
export function relativePositions(
  from: number,
  to: number,
  span: number,
  { maxDistance, logBuckets }: { readonly maxDistance: number; readonly logBuckets: boolean },
): Int32Array {
  return Int32Array.from({ length: to - from + 1 }, (_, i) =>
    relativePosition(from + i, span, maxDistance, logBuckets),
  );
}
