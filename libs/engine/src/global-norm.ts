import { tf, type Tensor } from './backend.js';

/** The Euclidean norm of all elements of all tensors together; 0 for none. */
export function globalNorm(tensors: Iterable<Tensor>): number {
  const norm = tf.tidy(() => {
    const squares = [...tensors].map((tensor) => tf.sum(tf.square(tensor)));
    return squares.length ? tf.sqrt(tf.addN(squares)) : tf.scalar(0);
  });
  const [value] = norm.dataSync();
  norm.dispose();
  return value;
}
