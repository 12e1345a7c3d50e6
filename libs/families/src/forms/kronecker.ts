/** The Kronecker product of two matrices, W = A ⊗ B, with A of the size `left`: block (i, j) of W is a_ij B. A row x of numbers is a
 * matrix X, row by row, of which it makes A X Bᵀ + b. */
export interface Kronecker {
  readonly kind: 'kronecker';
  /** Rows and columns of A, divisors of those of W. */
  readonly left: readonly [rows: number, columns: number];
}

/** Rows and columns of both factors. */
export interface KroneckerSizes {
  readonly left: readonly [rows: number, columns: number];
  readonly right: readonly [rows: number, columns: number];
}

/** @param shape of the product, [out, in] */
export function kroneckerSizes({ left }: Kronecker, [out, inputs]: readonly number[]): KroneckerSizes {
  return { left, right: [out / left[0], inputs / left[1]] };
}

/** Multiply-adds of a row, with B before A and the other way round. */
const orders = ({ left: [m1, n1], right: [m2, n2] }: KroneckerSizes) =>
  [n1 * m2 * n2 + m2 * m1 * n1, n2 * m1 * n1 + m1 * m2 * n2] as const;

/** Whether B is multiplied before A: what takes fewer multiply-adds. */
export function rightFirst(sizes: KroneckerSizes): boolean {
  const [right, left] = orders(sizes);
  return right <= left;
}

/** Multiply-adds of a row.
 * @param shape of the product, [out, in] */
export const kroneckerOperations = (form: Kronecker, shape: readonly number[]): number =>
  Math.min(...orders(kroneckerSizes(form, shape)));

export function isKronecker(form: unknown, shape: readonly number[]): form is Kronecker {
  const { kind, left } = (form ?? {}) as { kind?: unknown; left?: unknown };
  if (kind !== 'kronecker' || !Array.isArray(left) || left.length !== 2) return false;
  return left.every((size, i) => Number.isInteger(size) && size >= 1 && shape[i] % size === 0);
}
