import { optimizerFloats } from '#engine';
import type { ModelShape } from '#models';
import type { TrainingConfig } from '../training.js';
import { namesOf } from './named.js';
import { isMuons } from './optimizer-of.js';

/** Floats that the optimiser of a config keeps for the parameters of a model that it trains. */
export function momentFloats(
  { optimizer, freeze }: Pick<TrainingConfig, 'optimizer' | 'freeze'>,
  { parameters }: Pick<ModelShape, 'parameters'>,
): number {
  const frozen = namesOf(
    'freeze',
    freeze,
    parameters.map(({ name }) => name),
  );
  return parameters
    .filter(({ name }) => !frozen.has(name))
    .reduce((sum, parameter) => sum + optimizerFloats(optimizer, parameter.shape, isMuons(parameter)), 0);
}
