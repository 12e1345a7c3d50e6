import { type CompressionContext, changeParameters, isSmallerSparse } from '#compression';
import {
  countNonZeros,
  type FitOptions,
  type GridSpec,
  type Model,
  type Parameter,
  modelShape,
  quantizeParameter,
} from '#models';
import type { UniformQuantizationConfig } from './config.js';
import { gridsOf } from './weights.js';

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
    return grid ? stored(quantizeParameter(parameter, { ...grid, range }), grid) : parameter;
  });
}

/** A sparse parameter stays sparse where that takes fewer bytes than codes of zeros. */
function stored(parameter: Parameter, grid: GridSpec): Parameter {
  const { value, encoding } = parameter;
  if (!encoding?.sparse || isSmallerSparse({ shape: value.shape, grid }, countNonZeros(parameter))) return parameter;
  return { ...parameter, encoding: { grid: encoding.grid } };
}
