import { writeFile } from 'node:fs/promises';
import { TlcError } from '#contracts';
import type { Model } from '#models';
import { bertGraph } from './graph/bert.js';
import type { WeightFormat } from './graph/weights.js';

/** Writes a classifier or regressor as an ONNX file and answers with its size in bytes.
 * `encoded` (the default) keeps the integers of weights that lie on a grid, so that the file of a quantized model is
 * small; pruned weights are stored dense, for ONNX Runtime has no use for sparse ones.
 * @throws TlcError ONNX_UNSUPPORTED for a model without such a head */
export async function exportOnnx(model: Model, path: string, format: WeightFormat = 'encoded'): Promise<number> {
  if (model.head.kind !== 'classification' && model.head.kind !== 'regression') {
    throw new TlcError('ONNX_UNSUPPORTED', `a model with the head ${model.head.kind} has no classifier to export`);
  }
  const bytes = bertGraph(model, format);
  await writeFile(path, bytes);
  return bytes.length;
}
