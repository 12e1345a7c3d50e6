import { expect, it } from '@jest/globals';
import { balancedAccuracy, f1Macro, f1Micro, f1Weighted } from './class-averages.js';
import { confusion } from './confusion.js';

// The example of scikit-learn's documentation of f1_score
const gold = [0, 1, 2, 0, 1, 2];
const predictions = [0, 2, 1, 0, 0, 1];

it('averages over classes are those of scikit-learn', () => {
  expect(f1Macro(gold, predictions)).toBeCloseTo(0.8 / 3, 14);
  expect(f1Micro(gold, predictions)).toBeCloseTo(1 / 3, 14);
  expect(f1Weighted(gold, predictions)).toBeCloseTo(0.8 / 3, 14);
  // The example of scikit-learn's documentation of balanced_accuracy_score
  expect(balancedAccuracy([0, 1, 0, 0, 1, 0], [0, 1, 0, 0, 0, 1])).toBe(0.625);
});

it('a confusion matrix has a row for each gold class', () => {
  // The example of scikit-learn's documentation of confusion_matrix
  expect(confusion([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2])).toEqual([
    [2, 0, 0],
    [0, 0, 1],
    [1, 0, 2],
  ]);
});
