import type { StoredTensor, TensorData } from '#artifacts';
import { TlcError } from '#contracts';
import type { Part, PartLayout } from '#families';

/** Gives a tensor of a file by its name. */
export type TakeTensor = (name: string) => StoredTensor | undefined;

/** Gives the data of a part of an encoded tensor; `undefined` as the length takes any. */
export type TakePart = (
  part: Part,
  layout: { readonly dtype: PartLayout['dtype']; readonly length?: number },
) => TensorData;

/** The parts of a tensor of a file.
 *
 * @param path of the file, for errors
 * @returns what throws TlcError MODEL_MISSING_TENSOR; ENCODING_INVALID where a part is another than asked for */
export function partsTaker(name: string, take: TakeTensor, path: string): TakePart {
  return (part, { dtype, length }) => {
    const partName = `${name}.${part}`;
    const tensor = take(partName);
    if (!tensor) {
      throw new TlcError('MODEL_MISSING_TENSOR', `${path} lacks the tensor ${partName}.`, {
        details: { path, tensor: partName },
      });
    }
    const { shape } = tensor;
    if (tensor.dtype === dtype && shape.length === 1 && shape[0] === (length ?? shape[0])) return tensor.data;
    const expected = `${dtype} [${length ?? 'any length'}]`;
    return invalidPart(path, partName, `is ${tensor.dtype} [${shape.join(', ')}], expected ${expected}`);
  };
}

/** @throws TlcError ENCODING_INVALID */
export function invalidPart(path: string, name: string, problem: string): never {
  throw new TlcError('ENCODING_INVALID', `${path}: tensor ${name} ${problem}.`, { details: { path, tensor: name } });
}
