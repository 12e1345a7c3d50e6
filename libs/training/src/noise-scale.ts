/**
 * The gradient noise scale: how large a batch must be for its gradient to be more signal than noise. McCandlish et al.
 * 2018, arXiv 1812.06162, appendix A.1: from the squared norms of the gradients of a small and of a large batch,
 *
 *     |G|² ≈ (B |g_B|² − b |g_b|²) / (B − b),     tr Σ ≈ (|g_b|² − |g_B|²) / (1 / b − 1 / B),
 *
 * each without bias but noisy, so that their means over time are what is divided: B_simple = tr Σ / |G|². It says of a
 * training about the batch size beyond which more examples in an update save few updates.
 */
export interface NoiseScale {
  /** Mean of tr Σ and of |G|², later measurements counting more. */
  noise: number;
  signal: number;
  /** What the means have been given so far: 1 − KEEP^measurements. */
  weight: number;
}

/** The squared norms of the gradients of a batch and of a part of it. */
export interface GradientNorms {
  readonly small: { readonly size: number; readonly square: number };
  readonly large: { readonly size: number; readonly square: number };
}

/** How much of the means a measurement leaves. */
const KEEP = 0.95;

export const noNoise = (): NoiseScale => ({ noise: 0, signal: 0, weight: 0 });

/** Adds a measurement. */
export function addNorms(to: NoiseScale, { small, large }: GradientNorms): void {
  if (!(small.size > 0 && large.size > small.size)) return;
  const signal = (large.size * large.square - small.size * small.square) / (large.size - small.size);
  const noise = (small.square - large.square) / (1 / small.size - 1 / large.size);
  to.signal = KEEP * to.signal + (1 - KEEP) * signal;
  to.noise = KEEP * to.noise + (1 - KEEP) * noise;
  to.weight = KEEP * to.weight + (1 - KEEP);
}

/** Measurements before which the means say little. */
const LEAST = 8;

/** The critical batch size in the unit of the sizes; undefined where too little was measured, or where the gradients were
 * too noisy to tell. */
export function criticalBatch({ noise, signal, weight }: NoiseScale): number | undefined {
  if (weight < 1 - KEEP ** LEAST - 1e-9 || !(signal > 0 && noise > 0)) return undefined;
  return noise / signal;
}
