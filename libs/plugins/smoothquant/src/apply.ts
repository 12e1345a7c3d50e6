import {
  type CompressionContext,
  channelPathsOf,
  gridsOf,
  pathFactors,
  roundToGrids,
  scaleChannels,
} from '#compression';
import { tf } from '#engine';
import { type Model, disposeModel, modelShape } from '#models';
import type { SmoothQuantConfig } from './config.js';
import { smoothing } from './smoothing.js';

/** The share of the job that looking at inputs takes. */
const LOOKING = 0.8;

/** Divides channels by their smoothing factors where they are made, multiplies the columns of the weights that get them, and
 * rounds all weights to their grids. */
export async function apply(model: Model, config: SmoothQuantConfig, context: CompressionContext): Promise<Model> {
  const shape = modelShape(model);
  const grids = gridsOf(shape, config);
  const request = { paths: channelPathsOf(shape, grids), sentences: config.sentences, of: ['ranges'] as const };
  const scales = await pathFactors(model, context, { ...request, within: [0, LOOKING] }, (weights, { ranges }) => {
    const inputs = ranges!.greatest.map((most, i) => Math.max(most, -ranges!.least[i]));
    const columns = tf.tidy(() => tf.max(tf.abs(tf.concat([...weights], 0)), 0).dataSync<'float32'>());
    return smoothing(inputs, Float32Array.from(columns), config.alpha);
  });
  const smooth = scaleChannels(model, scales);
  try {
    return await roundToGrids(smooth, grids, context, { range: config.range, within: [LOOKING, 1] });
  } finally {
    disposeModel(smooth);
  }
}
