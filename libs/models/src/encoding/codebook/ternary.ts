/** The scale of -1, 0 and 1 that has the least squared error, the nearest of them taken for each value (Li and Liu 2016, arXiv
 * 1605.04711, section 2): for the k greatest magnitudes, of the sum S, the best scale is S / k and lowers the error by
 * S^2 / k, so that the best k is found by trying all. */
export function bestTernaryScale(values: Float32Array): number {
  const magnitudes = values.map(Math.abs).sort();
  let sum = 0;
  let scale = 0;
  let most = 0;
  for (let kept = 1; kept <= magnitudes.length; kept++) {
    sum += magnitudes[magnitudes.length - kept];
    const gain = (sum * sum) / kept;
    if (gain > most) [most, scale] = [gain, sum / kept];
  }
  return scale;
}

/** Steps from the threshold that is a good guess for normal weights to that of least error. */
const STEPS = 3;

/** Nearly the best scale, without sorting: the mean of the magnitudes above a threshold, which is 0.7 times the mean of all
 * first (Li and Liu 2016, section 2.2), then half the scale before. */
export function quickTernaryScale(values: Float32Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Math.abs(values[i]);
  let threshold = values.length > 0 ? (0.7 * total) / values.length : 0;
  let scale = 0;
  for (let step = 0; step < STEPS; step++, threshold = scale / 2) {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < values.length; i++) {
      const magnitude = Math.abs(values[i]);
      if (magnitude <= threshold) continue;
      sum += magnitude;
      count++;
    }
    if (count === 0) break;
    scale = sum / count;
  }
  return scale;
}
