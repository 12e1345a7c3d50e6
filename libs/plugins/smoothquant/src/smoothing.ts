/** The least factor: below it, numbers of norms would leave what float32 holds well. */
const LEAST = 1e-5;

/** What each channel is divided by: s_j = max|X_j|^α / max|W_j|^(1-α) (Xiao et al. 2023, arXiv 2211.10438, section 4, equation 4). 1 for
 * a channel that is always zero, or that no weight looks at: its range says nothing.
 * @param inputs the greatest magnitude of each channel, [channels] @param weights that of each column of the layers that get
 * them, [channels] */
export function smoothing(inputs: Float32Array, weights: Float32Array, alpha: number): Float32Array {
  return inputs.map((input, i) => {
    if (input === 0 || weights[i] === 0) return 1;
    return Math.max(LEAST, input ** alpha / weights[i] ** (1 - alpha));
  });
}
