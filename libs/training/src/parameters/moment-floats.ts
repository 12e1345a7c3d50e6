import { optimizerFloats } from '#engine';
import type { ModelShape } from '#models';
import type { TrainingConfig } from '../training.js';
import { namesOf } from './named.js';
import { isMuons } from './optimizer-of.js';

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
