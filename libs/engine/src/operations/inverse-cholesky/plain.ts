import { tf, type Tensor2D } from '../../backend.js';

/** The same in float64, row by row (Golub and Van Loan, Matrix Computations, section 4.2.5, and forward substitution).
 * @returns undefined where a pivot is not positive */
export function inverseCholesky(a: Tensor2D): Tensor2D | undefined {
  const [n] = a.shape;
  const factor = Float64Array.from(a.dataSync());
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = factor[i * n + j];
      for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
      if (i > j) factor[i * n + j] = sum / factor[j * n + j];
      else if (sum > 0 && sum < Infinity) factor[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    inverse[column * n + column] = 1 / factor[column * n + column];
    for (let i = column + 1; i < n; i++) {
      let sum = 0;
      for (let k = column; k < i; k++) sum -= factor[i * n + k] * inverse[k * n + column];
      inverse[i * n + column] = sum / factor[i * n + i];
    }
  }
  return tf.tensor2d(Float32Array.from(inverse), [n, n]);
}
