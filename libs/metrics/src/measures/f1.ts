import { TlcError } from '#contracts';
import { checkClasses } from './pairs.js';

/** F1 of class 1 among the classes 0 and 1: the harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN). 0 where
 * neither the gold answers nor the predictions have a 1, as scikit-learn has it.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY, DATA_UNKNOWN_LABEL for any other class */
export function f1(gold: ArrayLike<number>, predictions: ArrayLike<number>): number {
  checkClasses(gold, predictions);
  let hits = 0;
  let positives = 0;
  for (let row = 0; row < gold.length; row++) {
    if (gold[row] > 1 || predictions[row] > 1) {
      throw new TlcError(
        'DATA_UNKNOWN_LABEL',
        `F1 is of the classes 0 and 1; row ${row} has class ${Math.max(gold[row], predictions[row])}.`,
        { details: { row } },
      );
    }
    hits += gold[row] & predictions[row];
    positives += gold[row] + predictions[row];
  }
  return positives === 0 ? 0 : (2 * hits) / positives;
}
