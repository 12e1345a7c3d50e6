import { TlcError } from '#contracts';
import { familyOf, hasTransformersClass, type ModelShape } from '#families';
import { checkDtypes, type Dtype } from '#onnx/formats';
import type { ModelExportConfig } from './config.js';

/** Refuses what cannot be written of a model: a folder for Transformers where it has no class for the model, and ONNX files of
 * integers that the model does not have.
 * @throws TlcError MODEL_TLC_ONLY, ONNX_NO_SUCH_WEIGHTS */
export function checkFormats({ formats, dtypes }: ModelExportConfig, model: ModelShape): void {
  if (dtypes && formats.includes('onnx')) checkDtypes(dtypes as Dtype[], model);
  if (!formats.includes('transformers') || hasTransformersClass(model.config)) return;
  const { model_type: type } = model.config;
  const message = `Transformers has no class for ${type} (${familyOf(model.config).title}), so that formats: transformers cannot be written.`;
  throw new TlcError('MODEL_TLC_ONLY', message, { details: { model_type: type } });
}
