import { setImmediate } from 'node:timers/promises';
import { linear, type Tensor2D, tf } from '#engine';

/** What a method makes of the weights, column by column. */
export interface ColumnRule {
  /** Called before columns from `column` on are worked on, at least where `column` is a multiple of `every`. All that the columns
   * before have lost is made up for by then in those up to the next multiple. */
  prepare?(column: number): void;
  /** What becomes of a weight, which has made up for what the weights before it in its row have lost. */
  keep(row: number, column: number, weight: number): number;
}

export interface SweepOptions {
  readonly signal: AbortSignal;
  /** Columns that `prepare` sees brought up to date at one time; none when left out. */
  readonly every?: number;
}

/** Columns that are done row by row; of more, one half makes up for the other by a product. */
const BLOCK = 64;

interface Sweep extends Required<SweepOptions> {
  readonly weights: Float32Array;
  readonly factor: Float32Array;
  readonly rule: ColumnRule;
  readonly rows: number;
  readonly columns: number;
  /** What each weight has lost, over its U_jj; [out, in] row by row. */
  readonly errors: Float32Array;
}

/** Changes the weights of a linear layer column by column, in place; the columns that are still to come make up for what each
 * loses, so that the layer's outputs change least: with e = (w_j - ŵ_j) / U_jj of each row, w_k ← w_k - e U_jk for all k > j
 * (Hassibi and Stork 1993, equation 5, in the form of Frantar et al. 2022, arXiv 2210.17323, algorithm 1, by halves instead of
 * blocks). The squared error of the outputs grows by the sum of all e². The same bits for any number of threads.
 * @param weights [out, in] row by row
 * @param factor U [in, in] row by row, of `inverseFactor`, its columns in the order of those of the weights */
export async function sweep(
  weights: Float32Array,
  factor: Float32Array,
  rule: ColumnRule,
  { signal, every = Infinity }: SweepOptions,
): Promise<void> {
  const columns = Math.sqrt(factor.length);
  const errors = new Float32Array(weights.length);
  const rows = weights.length / columns;
  await sweepColumns({ weights, factor, rule, rows, columns, errors, signal, every }, 0, columns);
}

/** Columns `from` to `to` - 1: their first half, what the second makes up for it, and the second. */
async function sweepColumns(own: Sweep, from: number, to: number): Promise<void> {
  const width = to - from;
  if (width <= Math.min(BLOCK, own.every)) {
    own.signal.throwIfAborted();
    own.rule.prepare?.(from);
    sweepRows(own, from, to);
    await setImmediate();
    return;
  }
  // Whole groups of `every` in each half, so that none is torn that `prepare` is to see
  const unit = width > own.every ? own.every : 1;
  const middle = from + unit * Math.ceil(width / 2 / unit);
  await sweepColumns(own, from, middle);
  makeUp(own, from, middle, to);
  await sweepColumns(own, middle, to);
}

/** A few columns, row by row: each weight makes up for those before it at once. */
function sweepRows({ weights, factor, rule, rows, columns, errors }: Sweep, from: number, to: number): void {
  const width = to - from;
  const corner = part(factor, columns, [from, to], [from, to]);
  for (let row = 0; row < rows; row++) {
    const start = row * columns + from;
    for (let j = 0; j < width; j++) {
      const weight = weights[start + j];
      const kept = rule.keep(row, from + j, weight);
      weights[start + j] = kept;
      const error = (weight - kept) / corner[j * width + j];
      errors[start + j] = error;
      if (error !== 0) for (let k = j + 1; k < width; k++) weights[start + k] -= error * corner[j * width + k];
    }
  }
}

/** Columns `middle` to `to` - 1 make up for those from `from` on: W ← W - E U. */
function makeUp({ weights, factor, rows, columns, errors }: Sweep, from: number, middle: number, to: number): void {
  const left = to - middle;
  const change = tf.tidy(() => {
    const lost = tf.tensor2d(part(errors, columns, [0, rows], [from, middle]), [rows, middle - from]);
    const share = tf.tensor2d(part(factor, columns, [from, middle], [middle, to]), [middle - from, left]);
    return linear(lost, tf.transpose(share) as Tensor2D, null);
  });
  const values = change.dataSync();
  for (let row = 0; row < rows; row++) {
    const [start, own] = [row * columns + middle, row * left];
    for (let k = 0; k < left; k++) weights[start + k] -= values[own + k];
  }
  change.dispose();
}

/** Some rows and columns of a matrix. */
function part(
  matrix: Float32Array,
  width: number,
  [top, bottom]: readonly [number, number],
  [from, to]: readonly [number, number],
): Float32Array {
  const result = new Float32Array((bottom - top) * (to - from));
  for (let row = top; row < bottom; row++) {
    result.set(matrix.subarray(row * width + from, row * width + to), (row - top) * (to - from));
  }
  return result;
}
