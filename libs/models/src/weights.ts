import { TlcError } from '#contracts';
import type { Tensor } from '#engine';
import type { Model } from './model.js';

/** The tensor to use for a parameter: the model's own, a variable in training, or what a method makes of it. A pass may
 * ask for a parameter more than once: masked LM uses the word embeddings twice. */
export type Weights = (name: string) => Tensor;

/** The weights of a model as they are. */
export const weightsOf = (model: Pick<Model, 'parameters'>): Weights => {
  return (name) => {
    const parameter = model.parameters.get(name);
    if (!parameter) throw new TlcError('MODEL_MISSING_TENSOR', `The model has no parameter ${name}.`);
    return parameter.value;
  };
};
