import { tf, type Tensor2D } from '#engine';
import { factorNames, type KroneckerSizes, type Operations, rightFirst } from '#families';

/** A X Bᵀ of each row x as a matrix X [n1, n2], row by row: (A ⊗ B) x. A product with B is one with each part of n2 numbers, one
 * with A likewise once X is transposed.
 * @param x [rows, n1 n2] @returns [rows, m1 m2] */
export function kronecker(
  on: Pick<Operations<Tensor2D>, 'linear'>,
  name: string,
  x: Tensor2D,
  sizes: KroneckerSizes,
): Tensor2D {
  const { left, right } = factorNames(name);
  const [[m1, n1], [m2, n2]] = [sizes.left, sizes.right];
  const rows = x.shape[0];
  const each = (factor: string, parts: Tensor2D, [out, inputs]: readonly [number, number]) =>
    on.linear(factor, tf.reshape(parts, [-1, inputs]) as Tensor2D, out, { bias: false });
  const turned = (parts: Tensor2D, height: number, width: number) =>
    tf.reshape(tf.transpose(tf.reshape(parts, [rows, height, width]), [0, 2, 1]), [rows, height * width]) as Tensor2D;
  if (rightFirst(sizes)) {
    const inner = each(right, x, [m2, n2]);
    return turned(each(left, turned(inner, n1, m2), [m1, n1]), m2, m1);
  }
  const inner = each(left, turned(x, n1, n2), [m1, n1]);
  return tf.reshape(each(right, turned(inner, n2, m1), [m2, n2]), [rows, m1 * m2]) as Tensor2D;
}
