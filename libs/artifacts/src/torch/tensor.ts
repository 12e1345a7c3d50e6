import { content } from '#contracts';
import type { Refuse } from '../file/bytes.js';
import { isKind, type PickleValue } from '../pickle/values.js';
import { NUMBER_FORMATS, type DType } from '../safetensors/dtypes.js';

/** Values in a file, one after another, on which tensors are views; several may share one. */
export class TorchStorage {
  constructor(
    /** Of its entry in the zip, `<folder>/data/<key>`. */
    readonly key: string,
    readonly dtype: DType,
    readonly bytes: number,
  ) {}
}

/** A view on a storage: the value at [i, j] is that at `offset` + i * strides[0] + j * strides[1]. Offset and strides
 * are counted in values. */
export class TorchTensor {
  constructor(
    readonly storage: TorchStorage,
    readonly dtype: DType,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}

  /** How many values it has. */
  get count(): number {
    return this.shape.reduce((product, size) => product * size, 1);
  }

  /** How many values of the storage lie between its first and its last, both with them. */
  get span(): number {
    if (this.count === 0) return 0;
    return this.shape.reduce((span, size, axis) => span + (size - 1) * this.strides[axis], 1);
  }

  /** Whether its values lie one after another in row-major order. */
  get isContiguous(): boolean {
    let stride = 1;
    for (let axis = this.shape.length - 1; axis >= 0; axis--) {
      if (this.shape[axis] !== 1 && this.strides[axis] !== stride) return false;
      stride *= this.shape[axis];
    }
    return true;
  }
}

/** PyTorch has no more. */
const MOST_AXES = 64;

/**
 * The tensor that the arguments of `torch._utils._rebuild_tensor_v2` describe: storage, offset, shape, strides, and what
 * weights do not need (gradient wanted, hooks, metadata). Its memory is bounded: it has no more values than its storage,
 * and none outside.
 *
 * @param dtype the tensor's own, where its storage is plain bytes
 */
export function rebuildTensor(args: readonly PickleValue[], dtype: DType | undefined, refuse: Refuse): TorchTensor {
  const [first, offset, shape, strides] = args;
  const storage = isKind(first, 'object') ? first.value : undefined;
  if (!(storage instanceof TorchStorage)) return refuse('its pickle has a tensor without a storage');
  const named = `its pickle has a tensor on storage ${content(storage.key)}`;
  if (!isSize(offset)) return refuse(`${named} with a broken offset`);
  const tensor = new TorchTensor(
    storage,
    dtype ?? storage.dtype,
    offset,
    sizes(shape) ?? refuse(`${named} whose shape is broken`),
    sizes(strides) ?? refuse(`${named} whose strides are broken`),
  );
  const { count, span } = tensor;
  if (tensor.shape.length !== tensor.strides.length) refuse(`${named} whose strides do not fit its shape`);
  const values = storage.bytes / NUMBER_FORMATS[tensor.dtype].bytes;
  if (!(offset + span <= values && count <= values)) {
    refuse(
      `${named} of shape [${tensor.shape.join(', ')}], which that storage of ${storage.bytes} bytes does not hold`,
    );
  }
  return tensor;
}

const isSize = (value: PickleValue | undefined): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

function sizes(value: PickleValue | undefined): readonly number[] | undefined {
  return isKind(value, 'tuple') && value.items.length <= MOST_AXES && value.items.every(isSize)
    ? value.items
    : undefined;
}
