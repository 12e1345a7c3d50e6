import { type CompressionContext, changeLayers, linearLayersOf, patternOf, smallestStorage } from '#compression';
import { tensorOf } from '#engine';
import { type Model, modelShape } from '#models';
import type { WandaPruningConfig } from './config.js';
import { prune } from './prune.js';

/** Makes the weights of the least scores zero, one layer after the other (Sun et al. 2023, arXiv 2306.11695, section 3). */
export async function apply(model: Model, config: WandaPruningConfig, context: CompressionContext): Promise<Model> {
  const weights = new Set(linearLayersOf(modelShape(model), config).keys());
  const pattern = patternOf(config.pattern);
  const request = { weights, sentences: config.sentences, of: ['squares'] as const };
  return changeLayers(model, context, request, (parameter, { squares }) => {
    const values = Float32Array.from(parameter.value.dataSync());
    prune(values, squares!, { ...config, pattern });
    const encoding = { ...parameter.encoding, sparse: true };
    return smallestStorage({ ...parameter, value: tensorOf(values, parameter.value.shape), encoding });
  });
}
