import { tf, type Tensor1D, type Tensor2D } from '../../backend.js';

/** Columns whose cosine is less than this are orthogonal. */
const ORTHOGONAL = 1e-12;

/** Rounds of rotating each pair; a handful is enough for any matrix. */
const MOST_ROUNDS = 60;

/** The singular value decomposition by rotating pairs of columns until all are orthogonal (Hestenes 1958; Golub and Van
 * Loan, Matrix Computations, section 8.6.3), in float64. */
export function jacobiSvd(x: Tensor2D): [u: Tensor2D, s: Tensor1D, v: Tensor2D] {
  const [rows, columns] = x.shape;
  if (rows < columns) {
    const [v, s, u] = jacobiSvd(tf.transpose(x) as Tensor2D);
    return [u, s, v];
  }
  const a = columnsOf(x);
  const v = Array.from({ length: columns }, (_, i) => new Float64Array(columns).fill(1, i, i + 1));
  for (let round = 0; round < MOST_ROUNDS && rotateAll(a, v); round++);
  const lengths = a.map((column) => Math.sqrt(dot(column, column)));
  const order = [...lengths.keys()].sort((i, j) => lengths[j] - lengths[i] || i - j);
  const u = order.map((i) => a[i].map((value) => (lengths[i] > 0 ? value / lengths[i] : 0)));
  return [
    tensorOf(u, rows),
    tf.tensor1d(Float32Array.from(order, (i) => lengths[i])),
    tensorOf(
      order.map((i) => v[i]),
      columns,
    ),
  ];
}

/** One round over all pairs of columns; whether any of them was turned. */
function rotateAll(a: readonly Float64Array[], v: readonly Float64Array[]): boolean {
  let turned = false;
  for (let i = 0; i < a.length; i++) {
    for (let j = i + 1; j < a.length; j++) {
      const [ii, jj, ij] = [dot(a[i], a[i]), dot(a[j], a[j]), dot(a[i], a[j])];
      if (Math.abs(ij) <= ORTHOGONAL * Math.sqrt(ii * jj)) continue;
      turned = true;
      const zeta = (jj - ii) / (2 * ij);
      const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
      const cosine = 1 / Math.sqrt(1 + tangent * tangent);
      rotate(a[i], a[j], cosine, cosine * tangent);
      rotate(v[i], v[j], cosine, cosine * tangent);
    }
  }
  return turned;
}

function rotate(one: Float64Array, other: Float64Array, cosine: number, sine: number): void {
  for (let k = 0; k < one.length; k++) {
    const [x, y] = [one[k], other[k]];
    one[k] = cosine * x - sine * y;
    other[k] = sine * x + cosine * y;
  }
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}

function columnsOf(x: Tensor2D): Float64Array[] {
  const [rows, columns] = x.shape;
  const values = x.dataSync();
  return Array.from({ length: columns }, (_, j) =>
    Float64Array.from({ length: rows }, (_, i) => values[i * columns + j]),
  );
}

function tensorOf(columns: readonly Float64Array[], rows: number): Tensor2D {
  const values = new Float32Array(rows * columns.length);
  columns.forEach((column, j) => column.forEach((value, i) => (values[i * columns.length + j] = value)));
  return tf.tensor2d(values, [rows, columns.length]);
}
