import { tf, type Tensor, type Tensor2D } from '../../backend.js';
import type { Dropout } from '../dropout/dropout.js';
import type { NormWeights } from '../layer-norm/layer-norm.js';
import { maskTensor } from '../dropout/kernel.js';
import { fused } from '../../kernels/fused.js';
import { float, int, noMatrix, noVector, run } from '../../kernels/run.js';

/** Words of a mask that drops nothing. */
export const noMask = tf.keep(tf.tensor1d([0, 0, -1, 0], 'int32')) as Tensor;

export interface NormOptions {
  readonly epsilon: number;
  /** whether the mean is taken off; otherwise the norm is that of the root mean square */
  readonly centred?: boolean;
  readonly noise?: Dropout;
}

/** norm(residual + dropout(x)), or norm(x) without a residual. */
export function norm(
  x: Tensor2D,
  residual: Tensor2D | null,
  { gain, bias }: NormWeights,
  { epsilon, centred = true, noise }: NormOptions,
): Tensor2D {
  const isCentred = int('centred', Number(centred));
  return fused(
    [x, residual, gain, bias].filter((input) => input !== null),
    () => {
      const mask = noise && noise.rate > 0 ? maskTensor(noise) : noMask;
      const inputs = [x, residual ?? noMatrix, gain];
      const attributes = [float('epsilon', epsilon), isCentred];
      const [y, mean, scale] = run('TlcAddNorm', [...inputs, bias ?? noVector, mask], 3, attributes);
      return { value: y, kept: [...inputs, mean, scale, mask] };
    },
    (dy, kept) => {
      const attributes = [isCentred, int('biased', Number(bias !== null))];
      const [dx, dresidual, dgain, dbias] = run('TlcAddNormGradient', [dy, ...kept], 4, attributes);
      // Without dropout both are the same, and only one was made
      const both = residual ? [dx, dresidual.size === dx.size ? dresidual : tf.clone(dx)] : [dx];
      return [...both, dgain, ...(bias ? [dbias] : [])];
    },
  );
}

export function addNorm(
  x: Tensor2D,
  residual: Tensor2D,
  weights: NormWeights,
  epsilon: number,
  noise?: Dropout,
): Tensor2D {
  return norm(x, residual, weights, { epsilon, noise });
}
