import { type Pattern, scoreOf, zeroPattern, zerosOf, zeroSmallest, zeroWhere } from '#compression';
import type { WandaPruningConfig } from './config.js';

/** Makes weights zero, in place: of each output those of least |W_ij| ‖x_j‖₂ (Sun et al. 2023, equation 1), compared among its
 * weights, or where there is a pattern among those of some consecutive inputs.
 * @param weights [out, in], row by row
 * @param squares the sum of the squares of each input, [in] */
export function prune(
  weights: Float32Array,
  squares: Float32Array,
  config: Pick<WandaPruningConfig, 'sparsity'> & { readonly pattern?: Pattern },
): void {
  const norms = squares.map(Math.sqrt);
  const columns = norms.length;
  const scores = new Float32Array(columns);
  for (let from = 0; from < weights.length; from += columns) {
    const row = weights.subarray(from, from + columns);
    for (let i = 0; i < columns; i++) scores[i] = scoreOf(row[i], Math.abs(row[i]) * norms[i]);
    if (config.pattern) zeroPattern(scores, config.pattern);
    else zeroSmallest([scores], zerosOf(columns, config.sparsity));
    zeroWhere(row, scores);
  }
}
