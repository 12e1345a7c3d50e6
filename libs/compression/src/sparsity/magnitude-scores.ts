import type { Block } from '#methods';
import { scoreOf } from './scores.js';

/** How magnitudes are compared. */
export interface MagnitudeOptions {
  /** Weights that go together, by the Euclidean norm of their magnitudes; each by itself when left out. */
  readonly block?: Block;
  /** Whether magnitudes count by how they relate to the standard deviation of their matrix: `class-distribution` of See et al.
   * 2016 (arXiv 1606.09274, section 3). Weights that are gone already do not count for it. */
  readonly relative?: boolean;
}

/** What the weights of a matrix [out, in] are compared by: one number for each, or for each block, row by row.
 * @param weights a multiple of blocks; the array itself is given back where magnitudes are all */
export function magnitudeScores(
  weights: Float32Array,
  columns: number,
  { block, relative }: MagnitudeOptions,
): Float32Array {
  if (!block && !relative) return weights;
  const unit = relative ? deviationOf(weights) : 1;
  if (!block) return weights.map((weight) => scoreOf(weight, Math.abs(weight) / unit));
  const squares = new Float64Array(weights.length / (block.rows * block.columns));
  const blockOf = blockIndex(columns, block);
  weights.forEach((weight, i) => void (squares[blockOf(i)] += weight ** 2));
  return Float32Array.from(squares, (square) => scoreOf(square, Math.sqrt(square) / unit));
}

/** Makes the weights zero, in place, whose score is 0, or that of whose block is. */
export function zeroByScores(weights: Float32Array, columns: number, scores: Float32Array, block?: Block): void {
  if (scores === weights) return;
  const blockOf = block ? blockIndex(columns, block) : (i: number) => i;
  for (let i = 0; i < weights.length; i++) if (scores[blockOf(i)] === 0) weights[i] = 0;
}

/** The number of the block that a weight lies in. */
function blockIndex(columns: number, block: Block): (i: number) => number {
  const across = columns / block.columns;
  return (i) => {
    const row = Math.floor(i / columns);
    return Math.floor(row / block.rows) * across + Math.floor((i - row * columns) / block.columns);
  };
}

/** The standard deviation of the weights that are not zero; 1 where they do not differ. */
function deviationOf(weights: Float32Array): number {
  const left = weights.filter((weight) => weight !== 0);
  const mean = left.reduce((sum, weight) => sum + weight, 0) / left.length;
  const variance = left.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / left.length;
  return variance > 0 ? Math.sqrt(variance) : 1;
}
