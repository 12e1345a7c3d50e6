import { TlcError } from '#contracts';
import { familyOf, hasTransformersClass, type ModelConfig } from '#families';
import type { ModelExportConfig } from './config.js';

/** Refuses a folder for Transformers of a model that it has no class for.
 * @throws TlcError MODEL_TLC_ONLY */
export function checkFormats({ formats }: ModelExportConfig, config: ModelConfig): void {
  if (!formats.includes('transformers') || hasTransformersClass(config)) return;
  const { model_type: type } = config;
  const message = `Transformers has no class for ${type} (${familyOf(config).title}), so that formats: transformers cannot be written.`;
  throw new TlcError('MODEL_TLC_ONLY', message, { details: { model_type: type } });
}
