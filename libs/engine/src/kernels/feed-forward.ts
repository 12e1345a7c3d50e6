import type { Tensor2D } from '../backend.js';
import type { LinearWeights } from '../feed-forward.js';
import type { Activation } from '../linear.js';
import { fused } from './fused.js';
import { activationAttribute } from './linear.js';
import { noVector, run } from './run.js';

export function feedForward(x: Tensor2D, up: LinearWeights, down: LinearWeights, activation: Activation): Tensor2D {
  const attributes = [activationAttribute(activation)];
  const inputs = [x, up.weight, up.bias ?? noVector, down.weight, down.bias ?? noVector];
  const given = inputs.map((input) => input !== noVector);
  return fused(
    inputs.filter((_, i) => given[i]),
    () => ({ value: run('TlcFeedForward', inputs, 1, attributes)[0], kept: inputs }),
    (dy, kept) => run('TlcFeedForwardGradient', [dy, ...kept], 5, attributes).filter((_, i) => given[i]),
  );
}
