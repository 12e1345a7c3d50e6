import { type Tensor, tf } from '#engine';
import { zerosOf } from '#methods';
import { type Model, type Parameter, mapParameters } from '#models';
import { zeroSmallest } from './zero-smallest.js';

/** Which weights go. */
export interface MagnitudePruning {
  /** Of the parameters that take part. */
  readonly names: ReadonlySet<string>;
  /** Share of their weights that is zero then, zeros that were there counted. */
  readonly sparsity: number;
  /** Where magnitudes are compared: over all of them, or in each. */
  readonly scope: 'global' | 'tensor';
}

/** A new model whose weights of least magnitude are zero (Han et al. 2015, arXiv 1506.02626). Its zeros stay zero in
 * fine-tuning. */
export function pruneWeights(model: Model, { names, sparsity, scope }: MagnitudePruning): Model {
  const parameters = [...model.parameters.values()].filter(({ name }) => names.has(name));
  const weights = parameters.map(({ value }) => Float32Array.from(value.dataSync()));
  if (scope === 'tensor') {
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
