import {
  type CompressionContext,
  changeLayers,
  inverseFactor,
  linearLayersOf,
  patternOf,
  smallestStorage,
  withZeros,
} from '#compression';
import { tensorOf } from '#engine';
import { type Model, modelShape } from '#models';
import type { SparseGptPruningConfig } from './config.js';
import { prune } from './prune.js';

/** Prunes the layers one after the other, each with the inputs that the layers before give it then (Frantar and Alistarh 2023,
 * arXiv 2301.00774, section 3). */
export async function apply(model: Model, config: SparseGptPruningConfig, context: CompressionContext): Promise<Model> {
  const { sentences, dampening, sparsity } = config;
  const weights = new Set(linearLayersOf(modelShape(model), config).keys());
  const options = { sparsity, pattern: patternOf(config.pattern), signal: context.signal };
  const request = { weights, sentences, of: ['products'] as const };
  return changeLayers(model, context, request, async (parameter, { layer, products }) => {
    const values = await prune(parameter, inverseFactor(products!, { layer, dampening }), options);
    return smallestStorage(withZeros(parameter, tensorOf(values, parameter.value.shape)));
  });
}
