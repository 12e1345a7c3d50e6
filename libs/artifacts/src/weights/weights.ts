import type { DType } from '../safetensors/dtypes.js';
import type { StoredTensor } from '../safetensors/read.js';

/** A tensor of a model folder, without its values. */
export interface WeightHeader {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** The weights of a model folder, whatever files hold them; values are read when they are asked for. */
export interface Weights {
  /** The files that were opened, by their paths: one, or an index and its shards. */
  readonly files: readonly string[];
  /** By name, in the order of the files. */
  readonly headers: ReadonlyMap<string, WeightHeader>;
  /** Texts that a safetensors file has in its header; none of several files, none of PyTorch's. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The values of one tensor, in memory of their own.
   *
   * @throws TlcError MODEL_MISSING_TENSOR; FILE_MISSING, SAFETENSORS_INVALID, TORCH_FILE_INVALID where the file changed */
  read(name: string): Promise<StoredTensor>;
}
