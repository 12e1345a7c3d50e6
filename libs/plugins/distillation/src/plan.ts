import { type CompressionPlan, cutShape } from '#methods';
import { type ModelShape, layerParts } from '#families';
import type { DistillationConfig } from './config.js';
import { spreadLayers } from './layers.js';

export function plan(shape: ModelShape, { layers, finetune }: DistillationConfig): CompressionPlan {
  const { seconds } = finetune.stop;
  if (layers === undefined) return { shape, keepsSize: true, seconds };
  return {
    ...cutShape(shape, { layers: spreadLayers(layerParts(shape.config).length, layers) }),
    limits: 'layers that share their parameters with others take no bytes of their own',
    seconds,
  };
}
