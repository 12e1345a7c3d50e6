import {
  type CompressionContext,
  changeLayers,
  inverseFactor,
  roundToGrids,
  smallestStorage,
  splitGridsOf,
} from '#compression';
import { tensorOf } from '#engine';
import { type FitOptions, type Model, disposeModel, modelShape } from '#models';
import type { GptqConfig } from './config.js';
import { columnOrder } from './column-order.js';
import { quantize } from './quantize.js';

/** The share of the job that weights take whose inputs are not looked at. */
const OTHERS = 0.1;

/** Puts the weights of the layers on their grids one layer after the other, each with the inputs that the layers before give
 * it then (Frantar et al. 2022, arXiv 2210.17323, section 4). Embeddings and head, which come first, are rounded to nearest. */
export async function apply(model: Model, config: GptqConfig, context: CompressionContext): Promise<Model> {
  const { grids, weights, others } = splitGridsOf(modelShape(model), config);
  const range = config.range as FitOptions['range'];
  const start = await roundToGrids(model, others, context, { range: config.range, within: [0, OTHERS] });
  const request = { weights, sentences: config.sentences, of: ['products'] as const, within: [OTHERS, 1] as const };
  try {
    return await changeLayers(start, context, request, async (parameter, { layer, products }) => {
      const order = config.act_order ? columnOrder(products!) : undefined;
      const factor = inverseFactor(products!, { layer, dampening: config.dampening, order });
      const options = { ...grids.get(parameter.name)!, range, order, signal: context.signal };
      const { values, encoding } = await quantize(parameter, factor, options);
      const { name, role } = parameter;
      return smallestStorage({ name, role, value: tensorOf(values, parameter.value.shape), encoding });
    });
  } finally {
    disposeModel(start);
  }
}
