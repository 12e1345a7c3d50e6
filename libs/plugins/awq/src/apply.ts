import {
  type CompressionContext,
  changeLayers,
  channelPathsOf,
  pathFactors,
  roundToGrids,
  scaleChannels,
  smallestStorage,
  splitGridsOf,
} from '#compression';
import type { Tensor2D } from '#engine';
import { type GridSpec, type Model, disposeModel, encodeParameter, fitGrid, modelShape } from '#models';
import { clippedGrid } from './clip.js';
import type { AwqConfig } from './config.js';
import { searchScale } from './search-scale.js';

/** Shares of the job: the search for scales, and the weights whose inputs are not looked at. */
const [SCALES, OTHERS] = [0.5, 0.6];

/** Scales channels that may have any scale, then puts the weights of the layers on grids, one layer after the other, each with the
 * inputs that the layers before give it then. Embeddings and head are rounded to nearest. */
export async function apply(model: Model, config: AwqConfig, context: CompressionContext): Promise<Model> {
  const { grids, weights, others } = splitGridsOf(modelShape(model), config);
  const scaled = await scaledModel(model, grids, config, context);
  try {
    const start = await roundToGrids(scaled, others, context, { range: config.range, within: [SCALES, OTHERS] });
    const { sentences } = config;
    const request = { weights, sentences, of: ['products'] as const, within: [OTHERS, 1] as const };
    try {
      return await changeLayers(start, context, request, (parameter, { products }) => {
        const spec = grids.get(parameter.name)!;
        const weight = parameter.value as Tensor2D;
        const grid = config.clip
          ? clippedGrid(weight, products!, spec)
          : fitGrid(weight.dataSync<'float32'>(), weight.shape, spec);
        return smallestStorage(
          encodeParameter(parameter, { ...(parameter.encoding?.sparse && { sparse: true }), grid }),
        );
      });
    } finally {
      disposeModel(start);
    }
  } finally {
    disposeModel(scaled);
  }
}

async function scaledModel(
  model: Model,
  grids: ReadonlyMap<string, GridSpec>,
  { sentences }: AwqConfig,
  context: CompressionContext,
): Promise<Model> {
  const request = {
    paths: channelPathsOf(modelShape(model), grids),
    sentences,
    of: ['products', 'magnitudes'] as const,
    within: [0, SCALES] as const,
  };
  const scales = await pathFactors(model, context, request, (weights, { products, magnitudes }, { targets }) => {
    const own = weights.flatMap((weight, i) => {
      const grid = grids.get(`${targets[i]}.weight`);
      return grid ? [{ weight, grid }] : [];
    });
    return searchScale(own, magnitudes!, products!);
  });
  return scaleChannels(model, scales);
}
