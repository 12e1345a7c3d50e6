import { setImmediate } from 'node:timers/promises';
import type { MethodFinetuneConfig } from '#contracts';
import type { Tensor2D } from '#engine';
import { factorNames, type Form, type Model, type Parameter, disposeModel } from '#models';
import type { CompressionContext } from './context/context.js';

/** What stands for a matrix: its form and the two factors, which become the model's. */
export interface Factors {
  readonly form: Form;
  readonly left: Tensor2D;
  readonly right: Tensor2D;
}

/** Puts two factors in the place of matrices of linear layers, and trains the model then where that is asked for.
 * @param layers their names
 * @param how.factorsOf those of a matrix [out, in]; none where it stays
 * @param how.finetune training of the factors, the second half of the work
 * @returns a new model with tensors of its own */
export async function factorizeLayers(
  model: Model,
  layers: { has(layer: string): boolean },
  context: Pick<CompressionContext, 'signal' | 'progress' | 'train'>,
  { finetune: training, ...how }: Factorizing & { readonly finetune: MethodFinetuneConfig | undefined },
): Promise<Model> {
  const factored = await factorized(model, layers, context, { ...how, until: training ? 0.5 : 1 });
  if (!training) return factored;
  try {
    return await context.train({ model: factored, training, phase: 'training', within: [0.5, 1] });
  } finally {
    disposeModel(factored);
  }
}

interface Factorizing {
  readonly phase: string;
  readonly factorsOf: (weight: Tensor2D) => Factors | undefined;
}

/** @param how.until share of the work that this is */
async function factorized(
  model: Model,
  layers: { has(layer: string): boolean },
  { signal, progress }: Pick<CompressionContext, 'signal' | 'progress'>,
  { phase, until, factorsOf }: Factorizing & { readonly until: number },
): Promise<Model> {
  const forms: Record<string, Form> = { ...model.config.structure?.forms };
  const parameters = new Map<string, Parameter>();
  const add = (parameter: Parameter) => parameters.set(parameter.name, parameter);
  let seen = 0;
  try {
    for (const parameter of model.parameters.values()) {
      signal.throwIfAborted();
      const [, layer, part] = /^(.*)\.([^.]*)$/.exec(parameter.name) ?? ['', parameter.name, ''];
      const { left, right } = factorNames(layer);
      const made = part === 'weight' && layers.has(layer) ? factorsOf(parameter.value as Tensor2D) : undefined;
      if (made) {
        forms[layer] = made.form;
        add({ name: `${left}.weight`, role: 'linear', value: made.left });
        add({ name: `${right}.weight`, role: 'linear', value: made.right });
      } else {
        // A layer's bias comes after its weight; of two thin matrices it is the second one's
        const isSecond = part === 'bias' && layers.has(layer) && forms[layer]?.kind === 'low-rank';
        add({ ...parameter, value: parameter.value.clone(), ...(isSecond && { name: `${right}.bias` }) });
      }
      progress({ phase, done: (until * ++seen) / model.parameters.size });
      await setImmediate();
    }
  } catch (error) {
    disposeModel({ ...model, parameters });
    throw error;
  }
  const isChanged = Object.keys(forms).length > 0;
  const structure = { ...model.config.structure, forms };
  return { ...model, config: isChanged ? { ...model.config, structure } : model.config, parameters };
}
