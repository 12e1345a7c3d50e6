import { zeroSmallest, zerosOf } from '#compression';

/** What the thresholds of all matrices are multiplied by for a share of all weights to be zero: a number between the last weight that
 * goes and the first that stays, as multiples of their matrices' thresholds; 0 where none goes.
 * @param weights of each matrix; those that are zero already go first, and count
 * @param scales the thresholds of the matrices at the level 1 */
export function levelOf(weights: readonly Float32Array[], scales: readonly number[], sparsity: number): number {
  const ratios = weights.map((own, i) => own.map((weight) => Math.abs(weight) / scales[i]));
  const gone = zerosOf(
    ratios.reduce((sum, { length }) => sum + length, 0),
    sparsity,
  );
  if (gone === 0) return 0;
  const left = ratios.map((own) => own.slice());
  zeroSmallest(left, gone);
  let [last, first] = [0, Infinity];
  ratios.forEach((own, i) =>
    own.forEach((ratio, j) => {
      if (left[i][j] > 0) first = Math.min(first, ratio);
      else last = Math.max(last, ratio);
    }),
  );
  return (last + first) / 2;
}
