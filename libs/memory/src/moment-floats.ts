import { optimizerFloats } from '#costs';
import type { TrainingConfig } from '#contracts';
import { layerOf, type ModelShape, type ParameterShape } from '#families';
import { namesOf } from '#fit';

/** Floats that are kept from step to step for the parameters of a model that are trained: the optimiser's, and the average
 * of the weights. */
export function momentFloats(
  { optimizer, freeze, average }: Pick<TrainingConfig, 'optimizer' | 'freeze' | 'average'>,
  { parameters }: Pick<ModelShape, 'parameters'>,
): number {
  const frozen = namesOf(
    'freeze',
    freeze,
    parameters.map(({ name }) => name),
  );
  return parameters
    .filter(({ name }) => !frozen.has(name))
    .reduce((sum, parameter) => {
      const size = parameter.shape.reduce((product, axis) => product * axis, 1);
      return sum + optimizerFloats(optimizer, parameter.shape, isMuons(parameter)) + (average > 0 ? size : 0);
    }, 0);
}

/** Whether Muon moves a parameter: the matrix of a linear layer within the encoder's layers. Embeddings, heads, norms and
 * biases are AdamW's (Jordan et al. 2024). */
export function isMuons({ name, role }: Pick<ParameterShape, 'name' | 'role'>): boolean {
  return role === 'linear' && layerOf(name) !== undefined;
}
