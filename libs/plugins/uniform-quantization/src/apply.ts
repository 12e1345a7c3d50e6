import { type CompressionContext, changeParameters, gridsOf, smallestStorage } from '#compression';
import { type FitOptions, type Model, modelShape, quantizeParameter } from '#models';
import type { UniformQuantizationConfig } from './config.js';

/** Puts every weight on the nearest point of an evenly spaced grid (Jacob et al. 2018, arXiv 1712.05877, section 2.1). */
export async function apply(
  model: Model,
  config: UniformQuantizationConfig,
  context: CompressionContext,
): Promise<Model> {
  const grids = gridsOf(modelShape(model), config);
  const range = config.range as FitOptions['range'];
  return changeParameters(model, context, (parameter) => {
    const grid = grids.get(parameter.name);
    return grid ? smallestStorage(quantizeParameter(parameter, { ...grid, range })) : parameter;
  });
}
