import type { TorchTensor } from './tensor.js';

type Words = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/** Arrays that take values of so many bytes as they are. */
const WORDS: Readonly<Record<number, (bytes: ArrayBuffer | number) => Words>> = {
  1: (bytes) => new Uint8Array(bytes as number),
  2: (bytes) => new Uint16Array(bytes as number),
  4: (bytes) => new Uint32Array(bytes as number),
  8: (bytes) => new BigUint64Array(bytes as number),
};

/** The values of a tensor in row-major order, picked out of those that it reaches over.
 *
 * @param reached bytes of the storage from the tensor's first value to its last
 * @param width bytes of a value */
export function inRowMajorOrder(tensor: TorchTensor, reached: ArrayBuffer, width: number): ArrayBuffer {
  const { shape, strides, count } = tensor;
  const source = WORDS[width](reached);
  const values = WORDS[width](count);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < count; to++) {
    values[to] = source[from];
    // The next index, as a clock counts, and where its value is
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= index[axis] * strides[axis];
      index[axis] = 0;
    }
  }
  return values.buffer as ArrayBuffer;
}
