import { type CompressionContext, factorizeLayers } from '#compression';
import { denseLayersOf } from '#methods';
import { type Model, modelShape } from '#models';
import type { LowRankConfig } from './config.js';
import { factorsOf } from './factors.js';
import { largestUseful, rankByEnergy, rankByShape } from './ranks.js';

/** Puts two thin matrices in the place of each linear layer's, and trains them where that is asked for. */
export async function apply(model: Model, config: LowRankConfig, context: CompressionContext): Promise<Model> {
  return factorizeLayers(model, denseLayersOf(modelShape(model), config), context, {
    phase: 'singular values',
    finetune: config.finetune,
    factorsOf(weight) {
      const factors = factorsOf(weight, rankIn(config, weight.shape));
      return factors && { form: { kind: 'low-rank', rank: factors.left.shape[0] }, ...factors };
    },
  });
}

function rankIn(
  config: LowRankConfig,
  [rows, columns]: readonly [number, number],
): (singular: ArrayLike<number>) => number {
  const { energy } = config;
  if (energy === undefined) return () => rankByShape(config, [rows, columns]);
  return (singular) => rankByEnergy(singular, energy, largestUseful(rows, columns));
}
