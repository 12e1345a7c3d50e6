import { type Codebook, groupStarts, levelCount } from '#families';
import { greatestMagnitude, inPrecision } from './fit.js';
import { boundsOf, nearest } from './nearest.js';
import { notFinite, projectToCodebook } from './project.js';
import { quickTernaryScale } from './ternary.js';

/** Values in a codebook. */
export interface Held {
  readonly values: Float32Array;
  readonly codebook: Codebook;
}

/**
 * Weights that were trained since they were in a codebook, in one that has moved along: each takes the mean of those that are
 * nearest to the same old centroid (k-means), or the nearest of the levels times a new scale. It depends on nothing but its
 * arguments, so that what training computes at a step is what the model computes in the end.
 *
 * @param values in the order of files
 * @param shape in files
 * @param codebook the old one
 * @param sparse whether zeros stay zeros without a code
 * @throws TlcError MODEL_NOT_FINITE
 */
export function refit(values: Float32Array, shape: readonly number[], codebook: Codebook, sparse: boolean): Held {
  if (codebook.kind === 'k-means') return refitMeans(values, shape, codebook, sparse);
  const starts = groupStarts(shape, codebook);
  const scaleOf = codebook.kind === 'nf4' ? greatestMagnitude : quickTernaryScale;
  const scales = codebook.values.map((_, group) => scaleOf(values.subarray(starts[group], starts[group + 1])));
  const moved = { ...codebook, values: inPrecision(scales, codebook) };
  return { values: projectToCodebook(values, shape, moved, sparse), codebook: moved };
}

/** One round of Lloyd's algorithm; a centroid that nothing is near stays. */
function refitMeans(values: Float32Array, shape: readonly number[], codebook: Codebook, sparse: boolean): Held {
  const starts = groupStarts(shape, codebook);
  const width = levelCount(codebook);
  const codes = new Uint8Array(values.length);
  const centroids = codebook.values.slice();
  for (let group = 0; group + 1 < starts.length; group++) {
    const [from, to] = [starts[group], starts[group + 1]];
    const own = centroids.subarray(group * width, (group + 1) * width);
    nearest(values, from, to, boundsOf(own), codes);
    const sums = new Float64Array(width);
    const counts = new Float64Array(width);
    for (let i = from; i < to; i++) {
      if (sparse && values[i] === 0) continue;
      sums[codes[i]] += values[i];
      counts[codes[i]]++;
    }
    // Means of intervals that follow each other rise; so do old centroids among them
    for (let code = 0; code < width; code++) if (counts[code] > 0) own[code] = sums[code] / counts[code];
  }
  const bad = centroids.find((centroid) => !Number.isFinite(centroid));
  if (bad !== undefined) notFinite(bad);
  const moved = { ...codebook, values: inPrecision(centroids, codebook) };
  const held = new Float32Array(values.length);
  for (let group = 0; group + 1 < starts.length; group++) {
    for (let i = starts[group]; i < starts[group + 1]; i++) {
      if (!sparse || values[i] !== 0) held[i] = moved.values[group * width + codes[i]];
    }
  }
  return { values: held, codebook: moved };
}
