import { setImmediate } from 'node:timers/promises';
import { linear, type Tensor2D, tf } from '#engine';

/** What a method makes of the weights, column by column. */
export interface ColumnRule {
  /** Called before columns from `column` on are worked on, at least where `column` is a multiple of `every`; all that the columns
   * before have lost is made up for by then. */
  prepare?(column: number): void;
  /** What becomes of a weight, which has made up for what the weights before it in its row have lost. */
  keep(row: number, column: number, weight: number): number;
}

export interface SweepOptions {
  readonly signal: AbortSignal;
  /** Every so many columns `prepare` sees all weights brought up to date; never when left out. */
  readonly every?: number;
}

/** Columns whose losses are gathered before the later ones make up for them, by one product. */
const BLOCK = 32;

/** Changes the weights of a linear layer column by column, in place; the columns that are still to come make up for what each
 * loses, so that the layer's outputs change least: with e = (w_j - ŵ_j) / U_jj of each row, w_k ← w_k - e U_jk for all k > j
 * (Hassibi and Stork 1993, equation 5, in the form of Frantar et al. 2022, arXiv 2210.17323, algorithm 1). The squared error of
 * the outputs grows by the sum of all e².
 * @param weights [out, in] row by row
 * @param factor U [in, in] row by row, of `inverseFactor`, its columns in the order of those of the weights */
export async function sweep(
  weights: Float32Array,
  factor: Float32Array,
  rule: ColumnRule,
  { signal, every = Infinity }: SweepOptions,
): Promise<void> {
  const size = Math.sqrt(factor.length);
  const rows = weights.length / size;
  for (let from = 0, to; from < size; from = to) {
    signal.throwIfAborted();
    to = Math.min(size, from + BLOCK, (Math.floor(from / every) + 1) * every);
    rule.prepare?.(from);
    const errors = new Float32Array(rows * (to - from));
    for (let row = 0; row < rows; row++) sweepRow(weights, factor, rule, row, { from, to, size, errors });
    if (to < size) makeUp(weights, factor, { from, to, size, errors });
    await setImmediate();
  }
}

/** Columns `from` to `to` - 1 of `size`, and what each weight of them has lost, [rows, to - from]. */
interface Block {
  readonly from: number;
  readonly to: number;
  readonly size: number;
  readonly errors: Float32Array;
}

/** The columns of a block in one row: each makes up for those before it at once. */
function sweepRow(
  weights: Float32Array,
  factor: Float32Array,
  rule: ColumnRule,
  row: number,
  { from, to, size, errors }: Block,
): void {
  const start = row * size;
  for (let column = from; column < to; column++) {
    const weight = weights[start + column];
    const kept = rule.keep(row, column, weight);
    weights[start + column] = kept;
    const line = column * size;
    const error = (weight - kept) / factor[line + column];
    errors[row * (to - from) + column - from] = error;
    if (error !== 0) for (let k = column + 1; k < to; k++) weights[start + k] -= error * factor[line + k];
  }
}

/** The columns after a block make up for it: W ← W - E U. */
function makeUp(weights: Float32Array, factor: Float32Array, { from, to, size, errors }: Block): void {
  const [width, left, rows] = [to - from, size - to, weights.length / size];
  const turned = new Float32Array(left * width);
  for (let k = 0; k < left; k++)
    for (let j = 0; j < width; j++) turned[k * width + j] = factor[(from + j) * size + to + k];
  const change = tf.tidy(() => linear(tf.tensor2d(errors, [rows, width]), tf.tensor2d(turned, [left, width]), null));
  const values = (change as Tensor2D).dataSync();
  for (let row = 0; row < rows; row++) {
    const [start, own] = [row * size + to, row * left];
    for (let k = 0; k < left; k++) weights[start + k] -= values[own + k];
  }
  change.dispose();
}
