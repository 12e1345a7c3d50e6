import type { UnitPruningConfig } from '#methods';
import type { Cut, Model } from '#models';
import type { CompressionContext } from '../context/context.js';
import { cutModel } from '../cut-model.js';
import { inSteps } from '../in-steps.js';

/** Removes units step by step, an equal share in each, and fine-tunes after each where that is asked for.
 * @param chosen what is left of the model at a share of the units that there were in the beginning
 * @returns a new model, the caller's */
export async function pruneUnits(
  model: Model,
  { share, steps, finetune }: UnitPruningConfig,
  context: CompressionContext,
  chosen: (model: Model, share: number) => Promise<Cut>,
): Promise<Model> {
  const all = {
    shares: Array.from({ length: steps }, (_, step) => (share * (step + 1)) / steps),
    phase: (now: number) => `${(100 * now).toFixed(1)} % removed`,
    ...(finetune && { finetune }),
  };
  const pruned = await inSteps(model, all, context, async (current, now) =>
    cutModel(current, await chosen(current, now)),
  );
  context.progress({ done: 1 });
  return pruned;
}
