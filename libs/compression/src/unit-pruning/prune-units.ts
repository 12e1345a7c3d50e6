import { partOfStop } from '#contracts';
import type { UnitPruningConfig } from '#methods';
import { type Cut, type Model, disposeModel } from '#models';
import type { CompressionContext } from '../context/context.js';
import { cutModel } from '../cut-model.js';

/** Removes units step by step, an equal share in each, and fine-tunes after each where that is asked for.
 * @param chosen what is left of the model at a share of the units that there were in the beginning
 * @returns a new model, the caller's */
export async function pruneUnits(
  model: Model,
  { share, steps, finetune }: UnitPruningConfig,
  context: CompressionContext,
  chosen: (model: Model, share: number) => Promise<Cut>,
): Promise<Model> {
  let current = model;
  const replaceBy = (next: Model) => {
    if (current !== model) disposeModel(current);
    current = next;
  };
  try {
    for (let step = 0; step < steps; step++) {
      context.signal.throwIfAborted();
      const now = (share * (step + 1)) / steps;
      const phase = `${(100 * now).toFixed(1)} % removed`;
      const within = [step / steps, (step + 1) / steps] as const;
      context.progress({ phase, done: within[0] });
      replaceBy(cutModel(current, await chosen(current, now)));
      if (finetune) {
        const training = { ...finetune, stop: partOfStop(finetune.stop, step, steps) };
        replaceBy(await context.train({ model: current, training, phase, within }));
      }
    }
  } catch (error) {
    if (current !== model) disposeModel(current);
    throw error;
  }
  context.progress({ done: 1 });
  return current;
}
