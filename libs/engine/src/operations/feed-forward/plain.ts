import type { Tensor2D } from '../../backend.js';
import type { LinearWeights } from './feed-forward.js';
import type { Activation } from '../activation/options.js';
import { linear } from '../linear/plain.js';

export function feedForward(x: Tensor2D, up: LinearWeights, down: LinearWeights, activation: Activation): Tensor2D {
  return linear(linear(x, up.weight, up.bias, activation), down.weight, down.bias, 'none');
}
