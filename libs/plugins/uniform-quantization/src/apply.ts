import { type CompressionContext, gridsOf, roundToGrids } from '#compression';
import { type Model, modelShape } from '#models';
import type { UniformQuantizationConfig } from './config.js';

/** Puts every weight on the nearest point of an evenly spaced grid (Jacob et al. 2018, arXiv 1712.05877, section 2.1). */
export async function apply(
  model: Model,
  config: UniformQuantizationConfig,
  context: CompressionContext,
): Promise<Model> {
  return roundToGrids(model, gridsOf(modelShape(model), config), context, config);
}
