import { checkClasses } from './pairs.js';

/** How often a gold class (row) got each answer (column), with a row and a column for every class up to the largest that
 * occurs.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY, DATA_UNKNOWN_LABEL */
export function confusion(gold: ArrayLike<number>, predictions: ArrayLike<number>): number[][] {
  checkClasses(gold, predictions);
  let most = 0;
  for (let row = 0; row < gold.length; row++) most = Math.max(most, gold[row], predictions[row]);
  const table = Array.from({ length: most + 1 }, () => new Array<number>(most + 1).fill(0));
  for (let row = 0; row < gold.length; row++) table[gold[row]][predictions[row]]++;
  return table;
}
