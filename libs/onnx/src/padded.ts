import type { Batch } from '#text';

/** A batch as ONNX models take it: int64 [batch, length] each, padded at the end to the longest sentence. */
export interface PaddedBatch {
  readonly batch: number;
  readonly length: number;
  readonly ids: BigInt64Array;
  readonly mask: BigInt64Array;
  readonly types: BigInt64Array;
}

/** Texts padded at the end to the longest, int64 [texts, length]. */
export function padTexts({ ids, starts }: Pick<Batch, 'ids' | 'starts'>, pad = 0) {
  const texts = starts.length - 1;
  const length = Array.from({ length: texts }, (_, i) => starts[i + 1] - starts[i]).reduce((a, b) => Math.max(a, b), 0);
  const out = new BigInt64Array(texts * length).fill(BigInt(pad));
  for (let text = 0; text < texts; text++) {
    for (let row = starts[text]; row < starts[text + 1]; row++)
      out[text * length + row - starts[text]] = BigInt(ids[row]);
  }
  return { ids: out, length };
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
