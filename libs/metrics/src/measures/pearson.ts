import { checkPairs, isConstant } from './pairs.js';

/** The deviations from the mean, divided by their Euclidean length. Scaled before squaring, so that tiny and huge
 * values keep their digits. */
function unitDeviations(values: ArrayLike<number>): Float64Array {
  const deviations = Float64Array.from(values);
  const mean = deviations.reduce((sum, value) => sum + value, 0) / deviations.length;
  let largest = 0;
  for (let row = 0; row < deviations.length; row++) {
    deviations[row] -= mean;
    largest = Math.max(largest, Math.abs(deviations[row]));
  }
  let squares = 0;
  for (let row = 0; row < deviations.length; row++) {
    deviations[row] /= largest;
    squares += deviations[row] ** 2;
  }
  const length = Math.sqrt(squares);
  return deviations.map((value) => value / length);
}

/** Pearson's correlation of two lists of scores, -1 to 1. NaN where it has no value: fewer than two rows, all scores of
 * a list equal, or a score that is no finite number.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY */
export function pearson(gold: ArrayLike<number>, predictions: ArrayLike<number>): number {
  checkPairs(gold, predictions);
  if (isConstant(gold) || isConstant(predictions)) return NaN;
  const x = unitDeviations(gold);
  const y = unitDeviations(predictions);
  const r = x.reduce((sum, value, row) => sum + value * y[row], 0);
  return Math.max(-1, Math.min(1, r));
}
