import { type ColumnRule, sweep } from '#compression';
import { type Encoding, type FitOptions, type Grid, type Parameter, fitGrid, nearestOn } from '#models';

export interface QuantizeOptions extends FitOptions {
  /** The inputs in the order in which they are rounded; from first to last when left out. */
  readonly order?: readonly number[];
  readonly signal: AbortSignal;
}

/** The weights [out, in] of a linear layer on a grid, each rounded when those before it have been made up for. The grid of a
 * group is fitted to its weights as they are when the first of them is rounded, or, where there is an order, as they were in the
 * beginning, so that a group's weights still share a scale. Zeros of a sparse parameter stay.
 * @param factor of `inverseFactor`, in the same order */
export async function quantize(
  { value, encoding }: Parameter,
  factor: Float32Array,
  options: QuantizeOptions,
): Promise<{ values: Float32Array; encoding: Encoding }> {
  const { order, signal, granularity, groupSize = Infinity } = options;
  const [, columns] = value.shape as [number, number];
  const before = Float32Array.from(value.dataSync());
  const weights = order ? reordered(before, order) : before.slice();
  const refits = !order && granularity === 'group';
  const grid = fitGrid(before, value.shape, refits ? { ...options, range: 'min-max' } : options);
  const nearest = nearestOn(grid, columns);
  const sparse = encoding?.sparse === true;
  const rule: ColumnRule = {
    prepare(column) {
      if (refits && column % groupSize === 0) refit(grid, weights, columns, column, options);
    },
    keep(row, place, weight) {
      const column = order ? order[place] : place;
      if (sparse && before[row * columns + column] === 0) return 0;
      return nearest(row, column, weight);
    },
  };
  await sweep(weights, factor, rule, { signal, ...(refits && { every: groupSize }) });
  const values = order ? reordered(weights, inverse(order)) : weights;
  return { values, encoding: { ...(sparse && { sparse }), grid } };
}

/** Fits the grids of the groups that begin at a column to the weights as they are now. */
function refit(grid: Grid, weights: Float32Array, columns: number, column: number, options: FitOptions): void {
  const rows = weights.length / columns;
  const width = Math.min(options.groupSize!, columns - column);
  const own = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    own.set(weights.subarray(row * columns + column, row * columns + column + width), row * width);
  }
  const { bits, symmetric, range } = options;
  const { scales, zeros } = fitGrid(own, [rows, width], { bits, symmetric, range, granularity: 'channel' });
  const groups = grid.scales.length / rows;
  for (let row = 0; row < rows; row++) {
    grid.scales[row * groups + column / options.groupSize!] = scales[row];
    if (zeros) grid.zeros![row * groups + column / options.groupSize!] = zeros[row];
  }
}

/** The columns of a matrix in an order: the one that comes first is column `order[0]`. */
function reordered(values: Float32Array, order: readonly number[]): Float32Array {
  const columns = order.length;
  const result = new Float32Array(values.length);
  for (let row = 0; row < values.length; row += columns) {
    for (let place = 0; place < columns; place++) result[row + place] = values[row + order[place]];
  }
  return result;
}

/** The order that undoes an order. */
function inverse(order: readonly number[]): number[] {
  const result = new Array<number>(order.length);
  order.forEach((column, place) => (result[column] = place));
  return result;
}
