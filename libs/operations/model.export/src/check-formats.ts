import { TlcError } from '#contracts';
import { answersFor, familyOf, hasTransformersClass, type ModelShape, schemesOf } from '#families';
import { checkDtypes, type Dtype } from '#onnx/formats';
import type { ModelExportConfig } from './config.js';

/** Refuses what cannot be written of a model: a folder for Transformers where it has no class for the model, and integers that the
 * model does not have.
 * @param isCalibrated whether data choose the ranges of products of bytes
 * @throws TlcError MODEL_TLC_ONLY, COMPRESSED_TENSORS_NONE, ONNX_NO_SUCH_WEIGHTS, PIPELINE_WRONG_INPUT */
export function checkFormats({ formats, dtypes }: ModelExportConfig, model: ModelShape, isCalibrated: boolean): void {
  if (isCalibrated && answersFor(model.head) === 'target') {
    const message =
      'dataset: it chooses the ranges of products of bytes of an encoder; those of an encoder-decoder are found while it runs. Leave dataset out.';
    throw new TlcError('PIPELINE_WRONG_INPUT', message);
  }
  if (isCalibrated) checkDtypes(['q8'], model);
  if (dtypes && formats.includes('onnx')) checkDtypes(dtypes as Dtype[], model);
  const folder = formats.find((format) => format !== 'onnx');
  if (folder !== undefined && !hasTransformersClass(model.config)) {
    const { model_type: type } = model.config;
    const message = `Transformers has no class for ${type} (${familyOf(model.config).title}), so that formats: ${folder} cannot be written.`;
    throw new TlcError('MODEL_TLC_ONLY', message, { details: { model_type: type } });
  }
  if (folder === 'compressed-tensors') checkSchemes(model);
}

/** @throws TlcError COMPRESSED_TENSORS_NONE */
function checkSchemes(model: ModelShape): void {
  const { structure } = model.config;
  if (!structure && schemesOf(model).size > 0) return;
  const what = structure
    ? `has layers of their own shape (${Object.keys(structure).join(', ')}), which config.json cannot say`
    : 'has no integers of one scale for each tensor, row, or whole group of a row';
  throw new TlcError('COMPRESSED_TENSORS_NONE', `formats: compressed-tensors: the model ${what}.`, { details: { structure } }); // prettier-ignore
}
