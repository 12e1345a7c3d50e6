import { type CompressionContext, cutModel } from '#compression';
import { type Model, disposeModel, layerParts } from '#models';
import type { LayerDroppingConfig } from './config.js';
import { keptLayers } from './layers.js';

/** Drops layers, and fine-tunes what is left where that is asked for. */
export async function apply(model: Model, config: LayerDroppingConfig, context: CompressionContext): Promise<Model> {
  context.signal.throwIfAborted();
  const shorter = cutModel(model, { layers: keptLayers(layerParts(model.config).length, config) });
  if (!config.finetune) return shorter;
  try {
    return await context.train({ model: shorter, training: config.finetune });
  } finally {
    disposeModel(shorter);
  }
}
