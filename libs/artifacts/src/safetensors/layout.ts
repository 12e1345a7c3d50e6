import { NUMBER_FORMATS, type WritableDType } from './dtypes.js';
import { byteSize } from './header.js';

/** A tensor to be written, without its data. */
export interface TensorDescription {
  readonly name: string;
  readonly dtype: WritableDType;
  readonly shape: readonly number[];
}

/** Metadata that Transformers asks for: it loads files of this format into PyTorch. */
const METADATA = { format: 'pt' };

/** Header bytes are padded with blanks to a multiple of this, so that the data is aligned in the file. */
const ALIGNMENT = 8;

/** How a file of these tensors looks: its first bytes, and the tensors in the order of their data. */
export interface FileLayout<T extends TensorDescription> {
  /** The header's length (8 bytes) and the header. */
  readonly head: Uint8Array;
  readonly tensors: readonly T[];
  /** Of the whole file. */
  readonly bytes: number;
}

/** Lays tensors out: widest number format first (each tensor is then aligned), by name within a format. */
export function safetensorsLayout<T extends TensorDescription>(
  tensors: readonly T[],
  metadata: Readonly<Record<string, string>> = {},
): FileLayout<T> {
  const widthOf = ({ dtype }: T) => NUMBER_FORMATS[dtype].bytes;
  const ordered = tensors.toSorted((a, b) => widthOf(b) - widthOf(a) || (a.name < b.name ? -1 : 1));
  let end = 0;
  const entries = ordered.map(({ name, dtype, shape }) => {
    const begin = end;
    end += byteSize(dtype, shape);
    return [name, { dtype, shape, data_offsets: [begin, end] }];
  });
  const json = JSON.stringify({ __metadata__: { ...METADATA, ...metadata }, ...Object.fromEntries(entries) });
  const text = new TextEncoder().encode(json);
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const head = new Uint8Array(8 + length).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(length), true);
  head.set(text, 8);
  return { head, tensors: ordered, bytes: head.length + end };
}

/** Bytes of the file that `writeSafetensors` makes of such tensors. */
export function safetensorsBytes(tensors: readonly TensorDescription[]): number {
  return safetensorsLayout(tensors).bytes;
}
