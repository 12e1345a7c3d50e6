import type { Activation } from '../operations/activation/options.js';
import { erf } from './float64.js';

/** The activations of one number in float64. */
export const ACTIVATIONS: Readonly<Record<Activation, (x: number) => number>> = {
  none: (x) => x,
  gelu: (x) => (x / 2) * (1 + erf(x * Math.SQRT1_2)),
  gelu_tanh: (x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  relu: (x) => Math.max(0, x),
  silu: (x) => x / (1 + Math.exp(-x)),
  tanh: Math.tanh,
};
