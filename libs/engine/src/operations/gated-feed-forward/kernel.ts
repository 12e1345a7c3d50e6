import type { Tensor2D } from '../../backend.js';
import type { LinearWeights } from '../feed-forward/feed-forward.js';
import { fused } from '../../kernels/fused.js';
import { activationAttribute, type FusedActivation } from '../linear/kernel.js';
import { precisionAttribute } from '../../kernels/precision.js';
import { gradientsWanted, int, noMatrix, noVector, run } from '../../kernels/run.js';
import type { GateWeights } from './options.js';

export function gatedFeedForward(
  x: Tensor2D,
  up: GateWeights,
  down: LinearWeights,
  activation: FusedActivation,
): Tensor2D {
  const attributes = [activationAttribute(activation), precisionAttribute()];
  // What comes before the gate; to make it again would take two products more
  const keep = int('keep', Number(gradientsWanted()));
  const [gate, open] = 'gate' in up ? [up.gate, up.up] : [up, { weight: noMatrix, bias: null }];
  const inputs = [x, ...[gate, open, down].flatMap(({ weight, bias }) => [weight, bias ?? noVector])];
  const given = inputs.map((input) => input !== noVector && input !== noMatrix);
  return fused(
    inputs.filter((_, i) => given[i]),
    () => {
      const [y, before] = run('TlcGatedFeedForward', inputs, 2, [...attributes, keep]);
      return { value: y, kept: [...inputs, before] };
    },
    (dy, kept) => run('TlcGatedFeedForwardGradient', [dy, ...kept], 7, attributes).filter((_, i) => given[i]),
  );
}
