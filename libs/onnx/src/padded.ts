import type { Batch } from '#text';

/** A batch as ONNX models take it: int64 [batch, length] each, padded at the end to the longest sentence. */
export interface PaddedBatch {
  readonly batch: number;
  readonly length: number;
  readonly ids: BigInt64Array;
  readonly mask: BigInt64Array;
  readonly types: BigInt64Array;
}

/** Pads a packed batch with the token `pad`. */
export function padBatch({ ids, types, starts }: Batch, pad = 0): PaddedBatch {
  const batch = starts.length - 1;
  let length = 0;
  for (let s = 0; s < batch; s++) length = Math.max(length, starts[s + 1] - starts[s]);
  const size = batch * length;
  const out = {
    batch,
    length,
    ids: new BigInt64Array(size).fill(BigInt(pad)),
    mask: new BigInt64Array(size),
    types: new BigInt64Array(size),
  };
  for (let s = 0; s < batch; s++) {
    for (let row = starts[s]; row < starts[s + 1]; row++) {
      const at = s * length + row - starts[s];
      out.ids[at] = BigInt(ids[row]);
      out.types[at] = BigInt(types[row]);
      out.mask[at] = 1n;
    }
  }
  return out;
}
