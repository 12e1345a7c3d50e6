import type { TrainingConfig } from '#contracts';
import { createOptimizer, type NamedOptimizerOptions, type Optimizer } from '#engine';
import { namesOf } from '#fit';
import { isMuons } from '#memory';
import type { Model } from '#models';
import type { TrainedWeights } from '../trained-weights.js';
import { depthsOf } from './depth.js';

/** The optimiser of a config for the weights that are trained.
 * @param whole names of the parameters that the model has at last, too, where it grows
 * @throws TlcError CONFIG_WRONG_VALUE where no_decay names none of them */
export function optimizerOf(
  config: TrainingConfig,
  model: Model,
  { variables }: TrainedWeights,
  whole: readonly string[] = [],
): Optimizer {
  return createOptimizer(config.optimizer, variables, optimizerOptions(config, model, whole));
}

function optimizerOptions(config: TrainingConfig, model: Model, whole: readonly string[]): NamedOptimizerOptions {
  const names = [...model.parameters.keys()];
  const undecayed = namesOf('no_decay', config.no_decay, [...names, ...whole]);
  const depths = depthsOf(names);
  // Tensors of a method are no parameters of the model
  const isMatrix = (name: string) => {
    const parameter = model.parameters.get(name);
    return parameter !== undefined && isMuons(parameter);
  };
  const muons =
    config.learning_rate > 0 ? (config.muon_learning_rate ?? config.learning_rate) / config.learning_rate : 1;
  return {
    beta1: config.beta1,
    beta2: config.beta2,
    ...(config.momentum !== undefined && { momentum: config.momentum }),
    scaleParameter: config.scale_parameter,
    relativeStep: config.relative_step,
    scale: config.muon_scale,
    isMatrix,
    weightDecay: config.weight_decay,
    decays: (name, shape) => shape.length >= 2 && !undecayed.has(name),
    rateOf: (name) => {
      const share = config.layer_decay ** (depths.most - depths.of(name));
      return config.optimizer === 'muon' && isMatrix(name) ? share * muons : share;
    },
    clipNorm: config.clip_norm > 0 ? config.clip_norm : Infinity,
  };
}
