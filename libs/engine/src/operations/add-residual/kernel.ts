import { tf, type Tensor2D } from '../../backend.js';
import type { Dropout } from '../dropout/dropout.js';
import { noMask } from '../add-norm/kernel.js';
import { maskTensor } from '../dropout/kernel.js';
import { fused } from '../../kernels/fused.js';
import { run } from '../../kernels/run.js';

export function addResidual(x: Tensor2D, residual: Tensor2D, noise?: Dropout): Tensor2D {
  const drops = noise !== undefined && noise.rate > 0;
  return fused(
    [x, residual],
    () => {
      const mask = drops ? maskTensor(noise) : noMask;
      return { value: run('TlcAddResidual', [x, residual, mask], 1)[0], kept: drops ? [mask] : [] };
    },
    (dy, kept) => [drops ? run('TlcDropout', [dy, ...kept], 1)[0] : tf.clone(dy), tf.clone(dy)],
  );
}
