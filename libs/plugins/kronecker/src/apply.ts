import { type CompressionContext, factorizeLayers } from '#compression';
import { denseLayersOf } from '#methods';
import { type Model, modelShape } from '#models';
import type { KroneckerConfig } from './config.js';
import { nearestOf } from './nearest.js';
import { leftSizes } from './sizes.js';

/** Puts the nearest Kronecker product in the place of each linear layer's matrix, and trains the factors where that is asked for. */
export async function apply(model: Model, config: KroneckerConfig, context: CompressionContext): Promise<Model> {
  return factorizeLayers(model, denseLayersOf(modelShape(model), config), context, {
    phase: 'nearest Kronecker products',
    finetune: config.finetune,
    factorsOf(weight) {
      const nearest = nearestOf(weight, leftSizes(config, weight.shape));
      if (!nearest) return undefined;
      const { left, right } = nearest;
      return { form: { kind: 'kronecker', left: left.shape }, left, right };
    },
  });
}
