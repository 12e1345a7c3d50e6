import type { ModelShape } from './model.js';
import { sizeOf } from './encoding/groups.js';

/** Number of parameters, zeros and all. */
export function parameterCount({ parameters }: Pick<ModelShape, 'parameters'>): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/**
 * Multiply-adds of the encoder for each token of an input of `length` tokens: the linear layers, and the two products of
 * attention. What is done once for a sentence (pooler, classifier) or for masked tokens only is not counted.
 */
export function operationsPerToken({ config, parameters }: ModelShape, length = 128): number {
  const layers = parameters.filter(({ name, role }) => role === 'linear' && name.startsWith('bert.encoder.'));
  const attention = 2 * length * config.hidden_size * config.num_hidden_layers;
  return layers.reduce((sum, { shape }) => sum + sizeOf(shape), attention);
}
