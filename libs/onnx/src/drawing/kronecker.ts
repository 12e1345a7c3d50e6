import { factorNames, type KroneckerSizes, rightFirst } from '#families';
import type { GraphBuilder } from '../graph/builder.js';
import type { products } from './product.js';
import type { DrawnValue } from './value.js';

/** Draws A X Bᵀ of the numbers of each token as a matrix X, in the order of the engine. */
export function kronecker(
  graph: GraphBuilder,
  multiply: ReturnType<typeof products>,
  name: string,
  x: DrawnValue,
  sizes: KroneckerSizes,
): DrawnValue {
  const { left, right } = factorNames(name);
  const [[m1, n1], [m2, n2]] = [sizes.left, sizes.right];
  // 0 is as many as before
  const before = x.rows === 'table' || x.rows === 'sentences' ? [0] : [0, 0];
  const perm = [...before.keys(), before.length + 1, before.length];
  const reshaped = (value: string, ...last: number[]) =>
    graph.node('Reshape', [value, graph.integers('shape', [...before, ...last])]);
  const turned = (value: string) => graph.node('Transpose', [value], { perm });
  const times = (factor: string, value: string) => multiply([factor], { ...x, name: value }, factor);
  const matrix = reshaped(x.name, n1, n2);
  const product = rightFirst(sizes)
    ? turned(times(left, turned(times(right, matrix))))
    : times(right, turned(times(left, turned(matrix))));
  return { ...x, name: reshaped(product, m1 * m2), width: m1 * m2 };
}
