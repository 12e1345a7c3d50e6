import { tf, type Tensor } from '../../backend.js';
import { dropoutWords } from './dropout-mask.js';
import type { Dropout } from './dropout.js';
import { fused } from '../../kernels/fused.js';
import { run } from '../../kernels/run.js';

/** What a kernel makes the mask of. */
export const maskTensor = ({ rate, key }: Dropout): Tensor => tf.tensor1d(dropoutWords(rate, key), 'int32');

export function dropout<T extends Tensor>(x: T, noise: Dropout): T {
  return fused<T>(
    [x],
    () => {
      const mask = maskTensor(noise);
      return { value: run('TlcDropout', [x, mask], 1)[0], kept: [mask] };
    },
    (dy, kept) => run('TlcDropout', [dy, ...kept], 1),
  );
}
