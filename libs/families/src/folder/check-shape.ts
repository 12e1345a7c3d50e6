import { TlcError } from '#contracts';
import type { ParameterShape } from '../shape.js';
import type { Family } from '../family.js';
import { missingTensor } from './missing-tensor.js';
import type { OpenFolder } from './open-folder.js';

/** That a folder has a tensor, and of the shape that its config asks for.
 * @throws TlcError MODEL_MISSING_TENSOR, MODEL_WRONG_SHAPE */
export function checkShape<T extends { readonly shape: readonly number[] }>(
  { name, shape }: ParameterShape,
  tensor: T | undefined,
  { path, family }: Pick<OpenFolder, 'path' | 'family'>,
): asserts tensor is T {
  const expected = shapeInFile(family, name, shape);
  if (!tensor) throw missingTensor(name, path);
  if (tensor.shape.length === expected.length && expected.every((size, axis) => tensor.shape[axis] === size)) return;
  const message = `${path}: tensor ${name} has shape [${tensor.shape.join(', ')}], expected [${expected.join(', ')}].`;
  throw new TlcError('MODEL_WRONG_SHAPE', message, { details: { path, tensor: name } });
}

/** The shape that files of a family give a tensor. */
export const shapeInFile = ({ files }: Family, name: string, shape: readonly number[]): readonly number[] =>
  files.rowVectors?.includes(name) ? [1, ...shape] : shape;
