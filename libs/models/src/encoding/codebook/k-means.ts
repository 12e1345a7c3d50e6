import { boundsOf } from './nearest.js';

/** Rounds of Lloyd's algorithm at most, between which empty clusters are filled. */
const MOST_ROUNDS = 1000;

/**
 * The centroids of k-means in one dimension: Lloyd's algorithm (Lloyd 1982) from centroids that are evenly spaced between the
 * least and the greatest value, which keeps some for the few large weights that matter most (Han et al. 2016, arXiv
 * 1510.00149, section 3.2). Where an outlier leaves clusters empty, each of these takes a part of the cluster that has the
 * greatest squared error, parted at its mean, until none is empty or there is no error.
 *
 * @param sorted values, rising
 * @returns `count` centroids, rising; the last is repeated where there are fewer different values
 */
export function kMeans(sorted: Float32Array, count: number): Float64Array {
  const centroids = new Float64Array(count);
  if (sorted.length === 0) return centroids;
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  for (let i = 0; i < count; i++) centroids[i] = count > 1 ? least + ((most - least) * i) / (count - 1) : least;
  const sums = sumsOf(sorted);
  // Each filling lowers the error, so that there are few
  for (let fillings = 0; fillings <= count; fillings++) {
    const ends = settle(sorted, sums, centroids);
    if (!fillEmpty(sorted, centroids, ends)) break;
  }
  return centroids;
}

/** Sums [values + 1] whose difference at `to` and `from` is the sum of the values between. They begin in the middle: what
 * lies far out takes no digits of the others. */
function sumsOf(sorted: Float32Array): Float64Array {
  const sums = new Float64Array(sorted.length + 1);
  const middle = sorted.length >> 1;
  for (let i = middle; i < sorted.length; i++) sums[i + 1] = sums[i] + sorted[i];
  for (let i = middle; i > 0; i--) sums[i - 1] = sums[i] - sorted[i - 1];
  return sums;
}

/** Moves centroids to the means of their clusters until no value changes its cluster.
 * @returns where the clusters end */
function settle(sorted: Float32Array, sums: Float64Array, centroids: Float64Array): Uint32Array {
  let ends: Uint32Array = new Uint32Array(centroids.length);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = endsOf(sorted, centroids);
    if (round > 0 && next.every((end, i) => end === ends[i])) break;
    ends = next;
    for (let i = 0, from = 0; i < centroids.length; from = ends[i++]) {
      // Rounding may take the mean of equal values beside them
      if (ends[i] > from)
        centroids[i] = clamp((sums[ends[i]] - sums[from]) / (ends[i] - from), sorted[from], sorted[ends[i] - 1]);
    }
  }
  return ends;
}

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

/** How many values come before the end of each cluster; a value half-way between two centroids belongs to the lower. */
function endsOf(sorted: Float32Array, centroids: Float64Array): Uint32Array {
  const ends = new Uint32Array(centroids.length).fill(sorted.length);
  boundsOf(centroids).forEach((bound, i) => {
    let low = i > 0 ? ends[i - 1] : 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle] <= bound) low = middle + 1;
      else high = middle;
    }
    ends[i] = low;
  });
  return ends;
}

/** Gives every empty cluster what lies above the mean of the one that has the greatest error by then.
 * @returns whether there was one, and an error to lower */
function fillEmpty(sorted: Float32Array, centroids: Float64Array, ends: Uint32Array): boolean {
  if (ends.every((end, i) => end > (i > 0 ? ends[i - 1] : 0))) return false;
  const clusters = Array.from(ends, (end, i) => [i > 0 ? ends[i - 1] : 0, end] as const)
    .filter(([from, to]) => to > from)
    .map(([from, to]) => clusterOf(sorted, from, to));
  const before = clusters.length;
  while (clusters.length < centroids.length) {
    const worst = clusters.reduce((a, b) => (b.error > a.error ? b : a));
    if (worst.error === 0) break;
    let middle = worst.from + 1;
    while (sorted[middle] <= worst.mean) middle++;
    const halves = [clusterOf(sorted, worst.from, middle), clusterOf(sorted, middle, worst.to)];
    clusters.splice(clusters.indexOf(worst), 1, ...halves);
  }
  for (let i = 0; i < centroids.length; i++) centroids[i] = clusters[Math.min(i, clusters.length - 1)].mean;
  return clusters.length > before;
}

interface Cluster {
  readonly from: number;
  readonly to: number;
  readonly mean: number;
  /** Sum of squared differences from the mean; 0 only where all values are equal. */
  readonly error: number;
}

function clusterOf(sorted: Float32Array, from: number, to: number): Cluster {
  if (sorted[from] === sorted[to - 1]) return { from, to, mean: sorted[from], error: 0 };
  let sum = 0;
  for (let i = from; i < to; i++) sum += sorted[i];
  const mean = sum / (to - from);
  let error = 0;
  for (let i = from; i < to; i++) error += (sorted[i] - mean) ** 2;
  return { from, to, mean, error };
}
