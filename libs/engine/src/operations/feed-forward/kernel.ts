import type { Tensor2D } from '../../backend.js';
import type { LinearWeights } from './feed-forward.js';
import { fused } from '../../kernels/fused.js';
import { activationAttribute, type FusedActivation } from '../linear/kernel.js';
import { precisionAttribute } from '../../kernels/precision.js';
import { gradientsWanted, int, noVector, run } from '../../kernels/run.js';

export function feedForward(
  x: Tensor2D,
  up: LinearWeights,
  down: LinearWeights,
  activation: FusedActivation,
): Tensor2D {
  const attributes = [activationAttribute(activation), precisionAttribute()];
  // What comes before the activation; to make it again would take a product more, a sixth of the block's work
  const keep = int('keep', Number(gradientsWanted()));
  const inputs = [x, up.weight, up.bias ?? noVector, down.weight, down.bias ?? noVector];
  const given = inputs.map((input) => input !== noVector);
  return fused(
    inputs.filter((_, i) => given[i]),
    () => {
      const [y, before] = run('TlcFeedForward', inputs, 2, [...attributes, keep]);
      return { value: y, kept: [...inputs, before] };
    },
    (dy, kept) => run('TlcFeedForwardGradient', [dy, ...kept], 5, attributes).filter((_, i) => given[i]),
  );
}
