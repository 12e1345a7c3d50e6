import { tf, type Tensor1D, type Tensor2D } from '../../backend.js';
import { sizesOf } from '../../shape-checks.js';
import { jacobiSvd } from './plain.js';

/** x = U diag(s) Vᵀ; `kept` is the lesser of rows and columns of x. */
export interface Svd {
  /** Orthonormal columns, [rows, kept]. */
  readonly u: Tensor2D;
  /** Singular values, falling, [kept]. */
  readonly s: Tensor1D;
  /** Orthonormal columns, [columns, kept]. */
  readonly v: Tensor2D;
}

interface NativeBackend {
  readonly binding: { readonly TF_ATTR_TYPE: number; readonly TF_ATTR_BOOL: number; readonly TF_FLOAT: number };
  executeMultipleOutputs?(name: string, attributes: object[], inputs: Tensor2D[], outputs: number): unknown[];
}

/**
 * The singular value decomposition, by TensorFlow's `Svd` (Eigen's divide and conquer), or where only WebAssembly computes
 * by Jacobi's rotations. The same bits for the same matrix on one machine: the largest entry of each column of U is made
 * positive. Not differentiable.
 *
 * @param x [rows, columns], not empty
 * @throws ENGINE_WRONG_SHAPE
 */
export function svd(x: Tensor2D): Svd {
  sizesOf('svd', { x: [x, ['rows', 'columns']] });
  const backend = tf.backend() as unknown as NativeBackend;
  return tf.tidy(() => {
    const [u, s, v] = backend.executeMultipleOutputs ? native(backend, x) : jacobiSvd(x);
    const sign = signs(u);
    return { u: tf.mul<Tensor2D>(u, sign), s, v: tf.mul<Tensor2D>(v, sign) };
  });
}

function native(backend: NativeBackend, x: Tensor2D): [u: Tensor2D, s: Tensor1D, v: Tensor2D] {
  const { TF_ATTR_TYPE, TF_ATTR_BOOL, TF_FLOAT } = backend.binding;
  const attributes = [
    { name: 'T', type: TF_ATTR_TYPE, value: TF_FLOAT },
    { name: 'compute_uv', type: TF_ATTR_BOOL, value: true },
    { name: 'full_matrices', type: TF_ATTR_BOOL, value: false },
  ];
  const [s, u, v] = backend.executeMultipleOutputs!('Svd', attributes, [x], 3);
  return [u as Tensor2D, s as Tensor1D, v as Tensor2D];
}

/** The sign of the entry of largest magnitude in each column, [1, columns]. */
function signs(u: Tensor2D): Tensor2D {
  const [least, greatest] = [tf.min(u, 0, true), tf.max(u, 0, true)];
  const ones = tf.onesLike(greatest);
  return tf.where(tf.greaterEqual(greatest, tf.neg(least)), ones, tf.neg(ones)) as Tensor2D;
}
