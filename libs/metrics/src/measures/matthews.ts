import { checkClasses } from './pairs.js';

/** How often each class occurs. */
function classCounts(answers: ArrayLike<number>): Map<number, number> {
  const counts = new Map<number, number>();
  for (let row = 0; row < answers.length; row++) counts.set(answers[row], (counts.get(answers[row]) ?? 0) + 1);
  return counts;
}

const dot = (a: Map<number, number>, b: Map<number, number>) =>
  [...a].reduce((sum, [answer, count]) => sum + count * (b.get(answer) ?? 0), 0);

/** Matthews' correlation of two or more classes, -1 to 1: with c right of n, and with the counts g of the gold classes
 * and p of the predicted ones, (c n - g.p) / sqrt((n² - g.g)(n² - p.p)), which is R_K of Gorodkin (2004) and Matthews'
 * own for two classes. 0 where all gold answers, or all predictions, are one class, as scikit-learn has it.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY, DATA_UNKNOWN_LABEL */
export function matthews(gold: ArrayLike<number>, predictions: ArrayLike<number>): number {
  checkClasses(gold, predictions);
  const n = gold.length;
  let right = 0;
  for (let row = 0; row < n; row++) if (gold[row] === predictions[row]) right++;
  const g = classCounts(gold);
  const p = classCounts(predictions);
  const spread = (n * n - dot(g, g)) * (n * n - dot(p, p));
  return spread === 0 ? 0 : (right * n - dot(g, p)) / Math.sqrt(spread);
}
