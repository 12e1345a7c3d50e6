import { type CompressionContext, shareWeights } from '#compression';
import { type Model, modelShape } from '#models';
import type { CodebookQuantizationConfig } from './config.js';
import { codebooksOf } from './weights.js';

/** Gives every weight the nearest value of its codebook, and fine-tunes with them where the config says so. */
export function apply(model: Model, config: CodebookQuantizationConfig, context: CompressionContext): Promise<Model> {
  const { finetune } = config;
  return shareWeights(
    model,
    {
      codebooks: codebooksOf(modelShape(model), config),
      within: [0, 1],
      ...(finetune && { training: finetune }),
      trains: config.trains as 'weights' | 'centroids',
    },
    context,
  );
}
