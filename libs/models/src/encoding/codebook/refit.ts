import { type Codebook, groupStarts, levelCount } from '#families';
import { inPrecision } from './fit.js';
import { boundsOf, placeAmong } from './project.js';
import { quickTernaryScale } from './ternary.js';

/**
 * The codebook of weights that were trained since: of k-means the mean of the values that are nearest to each old centroid, the
 * old one where there is none; of nf4 the greatest magnitude of each group; of ternary a new scale. It depends on nothing but
 * its arguments, so that what training computes at a step is what the model computes in the end.
 *
 * @param values in the order of files, finite
 * @param shape in files
 * @param sparse whether zeros have no code
 */
export function refitCodebook(
  values: Float32Array,
  shape: readonly number[],
  codebook: Codebook,
  sparse: boolean,
): Codebook {
  const starts = groupStarts(shape, codebook);
  const fitted = Float32Array.from(codebook.values);
  for (let group = 0; group + 1 < starts.length; group++) {
    const part = values.subarray(starts[group], starts[group + 1]);
    if (codebook.kind === 'nf4') fitted[group] = part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    else if (codebook.kind === 'ternary') fitted[group] = quickTernaryScale(part);
    else {
      const width = levelCount(codebook);
      moveToMeans(part, fitted.subarray(group * width, (group + 1) * width), sparse);
    }
  }
  return { ...codebook, values: inPrecision(fitted, codebook) };
}

/** One round of Lloyd's algorithm. */
function moveToMeans(values: Float32Array, centroids: Float32Array, sparse: boolean): void {
  const bounds = boundsOf(centroids);
  const sums = new Float64Array(centroids.length);
  const counts = new Float64Array(centroids.length);
  for (let i = 0; i < values.length; i++) {
    if (sparse && values[i] === 0) continue;
    const code = placeAmong(bounds, values[i]);
    sums[code] += values[i];
    counts[code]++;
  }
  // Means of intervals that follow each other rise; so do old centroids among them
  for (let code = 0; code < centroids.length; code++) if (counts[code] > 0) centroids[code] = sums[code] / counts[code];
}
