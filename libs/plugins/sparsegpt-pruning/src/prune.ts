import { type ColumnRule, type Pattern, scoreOf, sweep, zeroPattern, zerosOf, zeroSmallest } from '#compression';
import { type Parameter, nearestOn } from '#models';
import { BLOCK } from './blocks.js';

export interface PruneOptions {
  readonly sparsity: number;
  readonly pattern?: Pattern;
  readonly signal: AbortSignal;
}

/** The weights [out, in] of a linear layer, some of them zero, the others changed to make up for it. Those go whose removal costs
 * least, w_j² / U_jj² (Frantar and Alistarh 2023, arXiv 2301.00774, section 3.2, of Hassibi and Stork 1993), chosen among the
 * weights of 128 inputs and all outputs when the inputs before have been made up for; where there is a pattern, among those of
 * some inputs of one output. Zeros of a sparse parameter go first. What is on a grid stays on it (section 3.5): what a weight
 * loses by that is made up for, too.
 * @param factor of `inverseFactor` */
export async function prune(
  { value, encoding }: Parameter,
  factor: Float32Array,
  { sparsity, pattern, signal }: PruneOptions,
): Promise<Float32Array> {
  const [rows, columns] = value.shape as [number, number];
  const before = value.dataSync<'float32'>();
  const weights = Float32Array.from(before);
  const { sparse, grid } = encoding ?? {};
  const nearest = grid && nearestOn(grid, columns);
  const scores = new Float32Array(rows * columns);
  const score = (row: number, from: number, to: number) => {
    for (let column = from; column < to; column++) {
      const at = row * columns + column;
      const weight = sparse && before[at] === 0 ? 0 : weights[at];
      scores[at] = scoreOf(weight, (weight / factor[column * columns + column]) ** 2);
    }
  };
  const chooseBlock = (from: number) => {
    const width = Math.min(BLOCK, columns - from);
    const own = new Float32Array(rows * width);
    for (let row = 0; row < rows; row++) {
      score(row, from, from + width);
      own.set(scores.subarray(row * columns + from, row * columns + from + width), row * width);
    }
    zeroSmallest([own], zerosOf(own.length, sparsity));
    for (let row = 0; row < rows; row++) scores.set(own.subarray(row * width, (row + 1) * width), row * columns + from);
  };
  const choosePattern = (row: number, from: number, { of }: Pattern) => {
    const to = from + of;
    score(row, from, to);
    zeroPattern(scores.subarray(row * columns + from, row * columns + to), pattern!);
  };
  const rule: ColumnRule = {
    prepare: (column) => {
      if (!pattern && column % BLOCK === 0) chooseBlock(column);
    },
    keep: (row, column, weight) => {
      if (pattern && column % pattern.of === 0) choosePattern(row, column, pattern);
      if (scores[row * columns + column] === 0) return 0;
      return nearest ? nearest(row, column, weight) : weight;
    },
  };
  await sweep(weights, factor, rule, { signal, every: BLOCK });
  return weights;
}
