import { type MethodFinetuneConfig, partOfStop } from '#contracts';
import { type Model, disposeModel } from '#models';
import type { CompressionContext } from './context/context.js';

/** A change that is made in steps, with training after each. */
export interface Steps {
  /** How far the change has come after each step, in the measure of the method. */
  readonly shares: readonly number[];
  /** `sparsity 40.0 %`, for progress. */
  readonly phase: (share: number) => string;
  /** Training whose limits the steps share equally; none when left out. */
  readonly finetune?: MethodFinetuneConfig;
}

/** Changes a model step by step, and fine-tunes it after each where that is asked for.
 * @param change what is made of the model at a step: a new one; those between are freed
 * @returns a new model, the caller's */
export async function inSteps(
  model: Model,
  { shares, phase: phaseOf, finetune }: Steps,
  context: Pick<CompressionContext, 'signal' | 'progress' | 'train'>,
  change: (current: Model, share: number) => Model | Promise<Model>,
): Promise<Model> {
  let current = model;
  const replaceBy = (next: Model) => {
    if (current !== model) disposeModel(current);
    current = next;
  };
  try {
    for (const [step, share] of shares.entries()) {
      context.signal.throwIfAborted();
      const phase = phaseOf(share);
      const within = [step / shares.length, (step + 1) / shares.length] as const;
      context.progress({ phase, done: within[0] });
      replaceBy(await change(current, share));
      if (finetune) {
        const training = { ...finetune, stop: partOfStop(finetune.stop, step, shares.length) };
        replaceBy(await context.train({ model: current, training, phase, within }));
      }
    }
  } catch (error) {
    if (current !== model) disposeModel(current);
    throw error;
  }
  return current;
}
