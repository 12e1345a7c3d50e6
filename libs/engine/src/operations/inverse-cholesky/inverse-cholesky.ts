import { TlcError } from '#contracts';
import { tf, type Tensor2D } from '../../backend.js';
import { refuse, sizesOf } from '../../shape-checks.js';
import { linear } from '../linear/linear.js';
import { inverseCholesky as plain } from './plain.js';

/** Matrices up to this size are done in float64, larger ones by products of their quarters. */
const SMALL = 64;

/**
 * The inverse of the lower triangular factor of a symmetric positive definite matrix: L⁻¹ of A = L Lᵀ, so that
 * A⁻¹ = (L⁻¹)ᵀ L⁻¹. By products of blocks (Golub and Van Loan, Matrix Computations, section 4.2.9, halving instead of
 * equal blocks): with A = [A₁, Bᵀ; B, C] and M₁ of A₁, the factor below it is N = B M₁ᵀ, M₂ is that of C − N Nᵀ, and
 * L⁻¹ = [M₁, 0; −M₂ N M₁, M₂]. The same bits for any number of threads. Not differentiable.
 *
 * @param a [n, n]; what is above the diagonal is taken to be what is below it
 * @returns [n, n], zero above the diagonal
 * @throws ENGINE_WRONG_SHAPE; ENGINE_NOT_POSITIVE_DEFINITE
 */
export function inverseCholesky(a: Tensor2D): Tensor2D {
  const { n } = sizesOf('inverseCholesky', { a: [a, ['n', 'n']] });
  if (n === 0) refuse('inverseCholesky', 'a has no rows');
  return tf.tidy(() => inverted(a));
}

function inverted(a: Tensor2D): Tensor2D {
  const [n] = a.shape;
  if (n <= SMALL) return plain(a) ?? notPositive();
  const half = Math.ceil(n / 2 / SMALL) * SMALL;
  const rest = n - half;
  return tf.tidy(() => {
    const first = tf.tidy(() => inverted(tf.slice(a, [0, 0], [half, half])));
    const below = tf.tidy(() => linear(tf.slice(a, [half, 0], [rest, half]), first, null));
    const second = tf.tidy(() => {
      const corner = tf.slice(a, [half, half], [rest, rest]);
      return inverted(tf.sub(corner, linear(below, below, null)));
    });
    const left = tf.tidy(() => tf.neg(linear(second, linear(tf.transpose(first) as Tensor2D, below, null), null)));
    const above = tf.pad(first, [
      [0, 0],
      [0, rest],
    ]);
    return tf.concat([above, tf.concat([left, second], 1)], 0) as Tensor2D;
  });
}

function notPositive(): never {
  throw new TlcError('ENGINE_NOT_POSITIVE_DEFINITE', 'The matrix has no Cholesky factor: it is not positive definite.');
}
