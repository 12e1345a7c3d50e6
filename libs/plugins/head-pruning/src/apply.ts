import { type CompressionContext, keptUnits, pruneUnits } from '#compression';
import type { Model } from '#models';
import type { HeadPruningConfig } from './config.js';
import { headsOf } from './heads.js';
import { headImportance } from './importance.js';

/** Removes the least important heads, measured anew before each step. */
export async function apply(model: Model, config: HeadPruningConfig, context: CompressionContext): Promise<Model> {
  const heads = headsOf(model.config);
  return pruneUnits(model, config, context, async (current, share) => {
    const importance = await headImportance(current, config.sentences, context);
    return { heads: keptUnits(importance, heads, { share, scope: config.scope }) };
  });
}
