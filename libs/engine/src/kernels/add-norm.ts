import { tf, type Tensor, type Tensor2D } from '../backend.js';
import type { Dropout } from '../dropout.js';
import type { NormWeights } from '../layer-norm.js';
import { maskTensor } from './dropout.js';
import { fused } from './fused.js';
import { float, noMatrix, run } from './run.js';

/** Words of a mask that drops nothing. */
const noMask = tf.keep(tf.tensor1d([0, 0, -1, 0], 'int32')) as Tensor;

/** norm(residual + dropout(x)), or norm(x) without a residual. */
export function addNorm(
  x: Tensor2D,
  residual: Tensor2D | null,
  { gain, bias }: NormWeights,
  epsilon: number,
  noise?: Dropout,
): Tensor2D {
  return fused(
    [x, residual, gain, bias].filter((input) => input !== null),
    () => {
      const mask = noise && noise.rate > 0 ? maskTensor(noise) : noMask;
      const inputs = [x, residual ?? noMatrix, gain];
      const [y, mean, scale] = run('TlcAddNorm', [...inputs, bias ?? tf.zerosLike(gain), mask], 3, [
        float('epsilon', epsilon),
      ]);
      return { value: y, kept: [...inputs, mean, scale, mask] };
    },
    (dy, kept) => {
      const [dx, dresidual, dgain, dbias] = run('TlcAddNormGradient', [dy, ...kept], 4);
      // Without dropout both are the same, and only one was made
      const both = residual ? [dx, dresidual.size === dx.size ? dresidual : tf.clone(dx)] : [dx];
      return [...both, dgain, ...(bias ? [dbias] : [])];
    },
  );
}
