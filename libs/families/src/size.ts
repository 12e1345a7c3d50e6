import { count } from './counting/count.js';
import { sizeOf } from './encoding/groups.js';
import type { ModelShape } from './shape.js';

/** Number of parameters, zeros and all. */
export function parameterCount({ parameters }: Pick<ModelShape, 'parameters'>): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/**
 * Multiply-adds of the layers for each token of an input of `length` tokens: the linear layers, and the products of
 * attention. What is done once for a sentence (pooler, classifier) or for masked tokens only is not counted.
 */
export function operationsPerToken({ config, head }: ModelShape, length = 128): number {
  const { layers } = count(config, head, { tokens: 1, sentences: 1, masked: 1, length });
  return layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
}
