import { type Tensor2D, tf } from '#engine';
import { type Grid, type GridSpec, fitGrid, projectToGrid } from '#models';
import { outputError } from './output-error.js';

/** Shares of the whole range that are tried, from all of it down to about a half. */
const SHARES = Array.from({ length: 10 }, (_, i) => 1 - i / 20);

/** A grid for a weight whose ranges are narrowed, each to the share at which the outputs of its weights, those of its group alone,
 * change least (the search for clipping in the code of Lin et al. 2024, arXiv 2306.00978).
 * @param weight [out, in] @param products XᵀX [in, in] of its inputs */
export function clippedGrid(weight: Tensor2D, products: Tensor2D, spec: GridSpec): Grid {
  const values = weight.dataSync<'float32'>();
  const whole = fitGrid(values, weight.shape, spec);
  const least = new Float32Array(whole.scales.length).fill(Infinity);
  const scales = whole.scales.slice();
  for (const share of SHARES) {
    const narrowed = { ...whole, scales: whole.scales.map((scale) => scale * share) };
    const rounded = projectToGrid(values, weight.shape, narrowed);
    groupErrors(weight, rounded, products, spec).forEach((error, group) => {
      if (error >= least[group]) return;
      least[group] = error;
      scales[group] = narrowed.scales[group];
    });
  }
  return { ...whole, scales };
}

/** The error of the outputs that each group's weights make by themselves, in the order of the grid's scales. */
function groupErrors(weight: Tensor2D, rounded: Float32Array, products: Tensor2D, spec: GridSpec): Float32Array {
  return tf.tidy(() => {
    const change = tf.sub(tf.tensor2d(rounded, weight.shape), weight) as Tensor2D;
    const [rows, columns] = weight.shape;
    const width = spec.granularity === 'group' ? spec.groupSize! : columns;
    const inRow = Math.ceil(columns / width);
    const errors = new Float32Array(rows * inRow);
    for (let group = 0; group < inRow; group++) {
      const [from, size] = [group * width, Math.min(width, columns - group * width)];
      const own = tf.slice(change, [0, from], [rows, size]);
      const block = tf.slice(products, [from, from], [size, size]);
      outputError(own, block).forEach((error, row) => (errors[row * inRow + group] = error));
    }
    return spec.granularity === 'tensor' ? Float32Array.of(errors.reduce((a, b) => a + b, 0)) : errors;
  });
}
