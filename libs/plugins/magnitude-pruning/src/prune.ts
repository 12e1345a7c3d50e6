import { type Tensor, tf } from '#engine';
import { zeroSmallest } from '#compression';
import { type Model, type Parameter, mapParameters, modelShape } from '#models';
import type { MagnitudePruningConfig } from './config.js';
import { prunedNames, zerosOf } from './weights.js';

/** A new model with the share `sparsity` of its weights zero, zeros that were there counted. Its zeros stay zero in
 * fine-tuning. */
export function prune(model: Model, sparsity: number, config: MagnitudePruningConfig): Model {
  const names = prunedNames(modelShape(model), config);
  const parameters = [...model.parameters.values()].filter(({ name }) => names.has(name));
  const weights = parameters.map(({ value }) => Float32Array.from(value.dataSync()));
  if (config.scope === 'tensor') {
    for (const values of weights) zeroSmallest([values], zerosOf(values.length, sparsity));
  } else {
    const total = weights.reduce((sum, { length }) => sum + length, 0);
    zeroSmallest(weights, zerosOf(total, sparsity));
  }
  const values = new Map(parameters.map(({ name, value }, i) => [name, tf.tensor(weights[i], value.shape)]));
  return mapParameters(model, (parameter) => sparse(parameter, values.get(parameter.name)));
}

function sparse(parameter: Parameter, value: Tensor | undefined): Parameter {
  return value ? { ...parameter, value, encoding: { ...parameter.encoding, sparse: true } } : parameter;
}
