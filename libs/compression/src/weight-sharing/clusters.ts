import { tf, type Tensor } from '#engine';
import { type Codebook, codesByCodebook, groupStarts, type Parameter } from '#models';

/** Which weights of a parameter share a centroid of k-means: each weight's place among all centroids; sparse zeros have none. */
export interface Clusters {
  readonly codebook: Codebook;
  /** Place in `codebook.values` for each weight, [size]; `NONE` for a zero that has no code. */
  readonly places: Int32Array;
  /** How many weights each centroid has. */
  readonly counts: Float64Array;
}

const NONE = -1;

/** The clusters of a parameter whose values are in a codebook of k-means. */
export function clustersOf({ value, encoding }: Parameter): Clusters {
  const { sparse = false, codebook } = encoding as { sparse?: boolean; codebook: Codebook };
  const values = value.dataSync<'float32'>();
  const codes = codesByCodebook(values, value.shape, codebook);
  const starts = groupStarts(value.shape, codebook);
  const width = codebook.values.length / (starts.length - 1);
  const places = new Int32Array(values.length);
  const counts = new Float64Array(codebook.values.length);
  for (let group = 0; group + 1 < starts.length; group++) {
    for (let i = starts[group]; i < starts[group + 1]; i++) {
      places[i] = sparse && values[i] === 0 ? NONE : group * width + codes[i];
      if (places[i] !== NONE) counts[places[i]]++;
    }
  }
  return { codebook, places, counts };
}

/** Sums over the members of each cluster. */
function sumsOf(values: Float32Array, { places, counts }: Clusters): Float64Array {
  const sums = new Float64Array(counts.length);
  for (let i = 0; i < places.length; i++) if (places[i] !== NONE) sums[places[i]] += values[i];
  return sums;
}

/** The centroids [groups, 2^bits] that weights have by now: the means of the clusters, which rise no longer for sure. */
export function centroidsOf(values: Float32Array, clusters: Clusters): Float32Array {
  const { counts, codebook } = clusters;
  return Float32Array.from(sumsOf(values, clusters), (sum, i) =>
    counts[i] > 0 ? sum / counts[i] : codebook.values[i],
  );
}

/** Gives each weight what its cluster has, and 0 to those that have none. */
function spread(ofClusters: Float32Array | Float64Array, { places }: Clusters, shape: readonly number[]): Tensor {
  const values = new Float32Array(places.length);
  for (let i = 0; i < places.length; i++) if (places[i] !== NONE) values[i] = ofClusters[places[i]];
  return tf.tensor(values, shape as number[]);
}

/** Weights that share their centroid in the forward pass; the gradient of a centroid is the sum of its members' (Han et al.
 * 2016, arXiv 1510.00149, section 3.3), which each of them gets, so that they stay together. */
export function shared(weight: Tensor, clusters: Clusters): Tensor {
  const forward = () => spread(centroidsOf(weight.dataSync<'float32'>(), clusters), clusters, weight.shape);
  const gradFunc = (dy: Tensor) => spread(sumsOf(dy.dataSync<'float32'>(), clusters), clusters, weight.shape);
  return tf.customGrad(() => ({ value: forward(), gradFunc }))(weight);
}
