import type { GridSpec } from '#families';
import { type FitOptions, type Model, quantizeParameter } from '#models';
import { changeParameters } from '../change-parameters.js';
import type { CompressionContext } from '../context/context.js';
import { smallestStorage } from '../sparsity/smallest-storage.js';

/** A new model with weights rounded to the nearest points of grids that are fitted to them; the others are copied.
 * @param grids of those that are rounded, by name
 * @param range as the config of a method with grids has it: `min-max` or `mse`
 * @param within what share of the whole job this is, from and to */
export function roundToGrids(
  model: Model,
  grids: ReadonlyMap<string, GridSpec>,
  context: Pick<CompressionContext, 'signal' | 'progress'>,
  { range, within }: { readonly range: string; readonly within?: readonly [number, number] },
): Promise<Model> {
  const round = { phase: 'rounding', ...(within && { within }) };
  return changeParameters(
    model,
    context,
    (parameter) => {
      const grid = grids.get(parameter.name);
      if (!grid) return parameter;
      return smallestStorage(quantizeParameter(parameter, { ...grid, range: range as FitOptions['range'] }));
    },
    round,
  );
}
