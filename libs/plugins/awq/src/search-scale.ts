import { type Tensor2D, tf } from '#engine';
import { type GridSpec, fitGrid, projectToGrid } from '#models';
import { outputError } from './output-error.js';

/** How many powers of the inputs' magnitudes are tried, from 0 on. */
const TRIES = 20;

const LEAST = 1e-4;

/** A weight [out, in] and the grid that it will be on. */
export interface Target {
  readonly weight: Tensor2D;
  readonly grid: GridSpec;
}

/** Factors of the inputs' channels: s = s_X^α, s_X the mean magnitude of each, by the α of 0 to 0.95 for which the outputs change
 * least, ‖Q(W diag(s)) diag(s)⁻¹ X - W X‖² over all weights that get them (Lin et al. 2024, arXiv 2306.00978, section 3.2, equations 4
 * and 5), around a middle of 1. All are 1 where nothing is better: α = 0.
 * @param magnitudes sums or means, [in] @param products XᵀX [in, in] */
export function searchScale(targets: readonly Target[], magnitudes: Float32Array, products: Tensor2D): Float32Array {
  let best = new Float32Array(magnitudes.length).fill(1);
  let least = Infinity;
  for (let i = 0; i < TRIES; i++) {
    const factors = centred(magnitudes.map((magnitude) => Math.max(LEAST, magnitude ** (i / TRIES))));
    const error = targets.reduce((sum, target) => sum + roundingError(target, factors, products), 0);
    if (error < least) [best, least] = [factors, error];
  }
  return best;
}

/** Factors over the geometric mean of the greatest and the least. */
function centred(factors: Float32Array): Float32Array<ArrayBuffer> {
  const [least, most] = factors.reduce(([low, high], s) => [Math.min(low, s), Math.max(high, s)], [Infinity, 0]);
  const middle = Math.sqrt(least * most);
  return factors.map((factor) => factor / middle) as Float32Array<ArrayBuffer>;
}

function roundingError({ weight, grid }: Target, factors: Float32Array, products: Tensor2D): number {
  return tf.tidy(() => {
    const scale = tf.tensor1d(factors);
    const scaled = tf.mul(weight, scale).dataSync<'float32'>();
    const rounded = projectToGrid(scaled, weight.shape, fitGrid(scaled, weight.shape, grid));
    const change = tf.sub(tf.div(tf.tensor2d(rounded, weight.shape), scale), weight) as Tensor2D;
    return outputError(change, products).reduce((sum, error) => sum + error, 0);
  });
}
