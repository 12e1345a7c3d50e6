import { setImmediate } from 'node:timers/promises';
import type { CompressionContext } from '#compression';
import type { Tensor2D } from '#engine';
import { type Form, type Model, type Parameter, disposeModel, lowRankParts, modelShape } from '#models';
import type { LowRankConfig } from './config.js';
import { factorsOf } from './factors.js';
import { matricesOf } from './plan.js';
import { largestUseful, rankByEnergy, rankByShape } from './ranks.js';

/** Puts two thin matrices in the place of each linear layer's, and trains them where that is asked for. */
export async function apply(model: Model, config: LowRankConfig, context: CompressionContext): Promise<Model> {
  const factored = await factorize(model, config, context);
  if (!config.finetune) return factored;
  try {
    return await context.train({ model: factored, training: config.finetune, phase: 'training', within: [0.5, 1] });
  } finally {
    disposeModel(factored);
  }
}

async function factorize(model: Model, config: LowRankConfig, context: CompressionContext): Promise<Model> {
  const matrices = matricesOf(modelShape(model), config);
  const forms: Record<string, Form> = { ...model.config.structure?.forms };
  const parameters = new Map<string, Parameter>();
  const add = (parameter: Parameter) => parameters.set(parameter.name, parameter);
  let seen = 0;
  try {
    for (const parameter of model.parameters.values()) {
      context.signal.throwIfAborted();
      const [, layer, part] = /^(.*)\.([^.]*)$/.exec(parameter.name) ?? ['', parameter.name, ''];
      const { left, right } = lowRankParts(layer);
      const factors =
        part === 'weight' && matrices.has(layer) ? factorsOf(matrix(parameter), rankIn(config, parameter)) : undefined;
      if (factors) {
        forms[layer] = { kind: 'low-rank', rank: factors.left.shape[0] };
        add({ name: `${left}.weight`, role: 'linear', value: factors.left });
        add({ name: `${right}.weight`, role: 'linear', value: factors.right });
      } else {
        // A layer's bias comes after its weight, and is the second factor's
        const isSecond = part === 'bias' && parameters.has(`${right}.weight`);
        add({ ...parameter, value: parameter.value.clone(), ...(isSecond && { name: `${right}.bias` }) });
      }
      const share = ++seen / model.parameters.size;
      context.progress({ phase: 'singular values', done: config.finetune ? share / 2 : share });
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

const matrix = ({ value }: Parameter) => value as Tensor2D;

function rankIn(config: LowRankConfig, { value: { shape } }: Parameter): (singular: ArrayLike<number>) => number {
  const { energy } = config;
  if (energy === undefined) return () => rankByShape(config, shape);
  const [rows, columns] = shape as [number, number];
  return (singular) => rankByEnergy(singular, energy, largestUseful(rows, columns));
}
