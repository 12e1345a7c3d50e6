import { TlcError } from '#contracts';
import type { ParameterShape } from '../shape.js';
import { missingTensor } from './missing-tensor.js';

/** That a folder has a tensor, and of the shape that its config asks for.
 * @throws TlcError MODEL_MISSING_TENSOR, MODEL_WRONG_SHAPE */
export function checkShape<T extends { readonly shape: readonly number[] }>(
  { name, shape: expected }: ParameterShape,
  tensor: T | undefined,
  path: string,
): asserts tensor is T {
  if (!tensor) throw missingTensor(name, path);
  if (tensor.shape.length === expected.length && expected.every((size, axis) => tensor.shape[axis] === size)) return;
  const message = `${path}: tensor ${name} has shape [${tensor.shape.join(', ')}], expected [${expected.join(', ')}].`;
  throw new TlcError('MODEL_WRONG_SHAPE', message, { details: { path, tensor: name } });
}
