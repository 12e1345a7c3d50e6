import { confusion } from './confusion.js';

interface ClassCounts {
  readonly hits: number;
  readonly gold: number;
  readonly predicted: number;
}

/** The classes that occur in gold answers or predictions: those that scikit-learn averages over. */
function classes(gold: ArrayLike<number>, predictions: ArrayLike<number>): ClassCounts[] {
  const table = confusion(gold, predictions);
  const counts = table.map((row, own) => ({
    hits: row[own],
    gold: row.reduce((sum, count) => sum + count, 0),
    predicted: table.reduce((sum, other) => sum + other[own], 0),
  }));
  return counts.filter((own) => own.gold + own.predicted > 0);
}

const f1Of = ({ hits, gold, predicted }: ClassCounts): number => (2 * hits) / (gold + predicted);

/** The mean of the classes' F1, each class counting the same, 0 to 1.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY, DATA_UNKNOWN_LABEL */
export function f1Macro(gold: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const all = classes(gold, predictions);
  return all.reduce((sum, own) => sum + f1Of(own), 0) / all.length;
}

/** The mean of the classes' F1, each class counting as often as it is the gold answer, 0 to 1.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY, DATA_UNKNOWN_LABEL */
export function f1Weighted(gold: ArrayLike<number>, predictions: ArrayLike<number>): number {
  return classes(gold, predictions).reduce((sum, own) => sum + own.gold * f1Of(own), 0) / gold.length;
}

/** F1 of all answers together, 0 to 1: 2 TP / (2 TP + FP + FN) over all classes, which with one class for each row is the
 * accuracy.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY, DATA_UNKNOWN_LABEL */
export function f1Micro(gold: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const all = classes(gold, predictions);
  const sum = (count: (own: ClassCounts) => number) => all.reduce((total, own) => total + count(own), 0);
  return (2 * sum((own) => own.hits)) / sum((own) => own.gold + own.predicted);
}

/** Mean recall of the classes that are a gold answer, 0 to 1: accuracy where each class counted the same.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY, DATA_UNKNOWN_LABEL */
export function balancedAccuracy(gold: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const all = classes(gold, predictions).filter((own) => own.gold > 0);
  return all.reduce((sum, own) => sum + own.hits / own.gold, 0) / all.length;
}
