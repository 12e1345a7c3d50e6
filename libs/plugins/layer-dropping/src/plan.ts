import { type CompressionPlan, cutShape } from '#methods';
import { type ModelShape, layerParts } from '#families';
import type { LayerDroppingConfig } from './config.js';
import { keptLayers } from './layers.js';

export function plan(shape: ModelShape, config: LayerDroppingConfig): CompressionPlan {
  const layers = keptLayers(layerParts(shape.config).length, config);
  return {
    ...cutShape(shape, { layers }),
    limits: 'layers that share their parameters with others take no bytes of their own',
    seconds: config.finetune?.stop.seconds,
  };
}
