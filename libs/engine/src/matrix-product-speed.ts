import { tf, type Tensor2D } from './backend.js';
import { linear } from './operations/linear/linear.js';
import { type Precision, withPrecision } from './precision.js';

const SIZE = 1024;

/**
 * Measures for about a fifth of a second how fast this machine multiplies matrices of 1024 x 1024, in GFLOP/s.
 *
 * @throws ENGINE_PRECISION
 */
export function matrixProductSpeed(precision: Precision = 'float32'): number {
  const [a, b] = [tf.ones([SIZE, SIZE]), tf.ones([SIZE, SIZE])] as Tensor2D[];
  const seconds = () => {
    const start = performance.now();
    const element = tf.tidy(() =>
      tf.slice(
        withPrecision(precision, () => linear(a, b, null)),
        [0, 0],
        [1, 1],
      ),
    );
    element.dataSync();
    element.dispose();
    return (performance.now() - start) / 1000;
  };
  const begin = performance.now();
  let least = Infinity;
  for (let i = 0; i < 3 || performance.now() - begin < 200; i++) least = Math.min(least, seconds());
  tf.dispose([a, b]);
  return (2 * SIZE ** 3) / least / 1e9;
}
