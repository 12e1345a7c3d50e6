import type { Tensor1D, Tensor2D } from '../../backend.js';
import type { Activation } from '../activation/options.js';
import { fused } from '../../kernels/fused.js';
import { precisionAttribute } from '../../kernels/precision.js';
import { int, noMatrix, noVector, run } from '../../kernels/run.js';

/** As native/linear.h numbers them. */
const ACTIVATIONS = { none: 0, gelu: 1, relu: 2, gelu_tanh: 3, silu: 4 };

/** What a kernel does to a block of a product while it is in cache. */
export type FusedActivation = keyof typeof ACTIVATIONS;

export const isFused = (activation: Activation): activation is FusedActivation => activation in ACTIVATIONS;

export const activationAttribute = (activation: FusedActivation) => int('activation', ACTIVATIONS[activation]);

export function linear(x: Tensor2D, weight: Tensor2D, bias: Tensor1D | null, activation: FusedActivation): Tensor2D {
  const attributes = [activationAttribute(activation), precisionAttribute()];
  return fused(
    bias ? [x, weight, bias] : [x, weight],
    () => {
      const [y, product] = run('TlcLinear', [x, weight, bias ?? noVector], 2, attributes);
      const before = activation === 'none' ? noMatrix : activation === 'relu' ? y : product;
      return { value: y, kept: [x, weight, bias ?? noVector, before] };
    },
    (dy, kept) => run('TlcLinearGradient', [dy, ...kept], 3, attributes).slice(0, bias ? 3 : 2),
  );
}
