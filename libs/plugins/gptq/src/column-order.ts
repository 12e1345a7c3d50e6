import type { Tensor2D } from '#engine';

/** The inputs by their squares, the largest first; of equal ones the first (Frantar's `act-order`).
 * @param products XᵀX [in, in] */
export function columnOrder(products: Tensor2D): readonly number[] {
  const [size] = products.shape;
  const values = products.dataSync();
  const squares = Float32Array.from({ length: size }, (_, i) => values[i * size + i]);
  return Array.from(squares.keys()).sort((one, other) => squares[other] - squares[one] || one - other);
}
