import { type Tensor, tf } from '#engine';
import { isSmallerSparse } from '#compression';
import { countNonZeros, type Model, type Parameter, mapParameters, modelShape, specOf } from '#models';
import type { MagnitudePruningConfig } from './config.js';
import { zeroSmallest } from './smallest.js';
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

/** The same weights, stored sparse only where that takes fewer bytes. */
export function stored(model: Model): Model {
  return mapParameters(model, (parameter) => {
    const { name, role, value, encoding } = parameter;
    if (!encoding?.sparse) return parameter;
    const { grid, codebook } = specOf(encoding);
    // A codebook need not have a zero
    if (codebook || isSmallerSparse({ shape: value.shape, grid }, countNonZeros(parameter))) return parameter;
    return { name, role, value, ...(encoding.grid && { encoding: { grid: encoding.grid } }) };
  });
}
