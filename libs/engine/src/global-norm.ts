import { tf, type Tensor } from './backend.js';
import { int, kernelsServe, run } from './kernels/run.js';

/** The Euclidean norm of all elements of all tensors together; 0 for none. */
export function globalNorm(tensors: Iterable<Tensor>): number {
  const all = [...tensors];
  if (all.length === 0) return 0;
  const norm = kernelsServe() ? run('TlcGlobalNorm', all, 1, [int('N', all.length)])[0] : plain(all);
  const [value] = norm.dataSync();
  norm.dispose();
  return value;
}

function plain(tensors: readonly Tensor[]): Tensor {
  return tf.tidy(() => tf.sqrt(tf.addN(tensors.map((tensor) => tf.sum(tf.square(tensor))))));
}
