import { checkClasses } from './pairs.js';

/** The share of predictions equal to the gold class, 0 to 1.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY, DATA_UNKNOWN_LABEL */
export function accuracy(gold: ArrayLike<number>, predictions: ArrayLike<number>): number {
  checkClasses(gold, predictions);
  let right = 0;
  for (let row = 0; row < gold.length; row++) if (gold[row] === predictions[row]) right++;
  return right / gold.length;
}
