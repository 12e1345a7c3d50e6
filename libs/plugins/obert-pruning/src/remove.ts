/** Makes weights of a block zero, and changes the others so that the loss rises least: for each that goes, δw = -w_q / [F⁻¹]_qq times
 * column q of F⁻¹, F being of what is left (Hassibi and Stork 1993; Kurtic et al. 2022, arXiv 2203.07259, section 3). Done one after
 * the other, this is the best change for all that go together.
 * @param weights of the block, changed in place
 * @param inverse F⁻¹ [block, block]; used up
 * @param gone which ones go, those that are zero already among them */
export function remove(weights: Float64Array, inverse: Float64Array, gone: Iterable<number>): void {
  const size = Math.sqrt(inverse.length);
  for (const q of gone) {
    const pivot = inverse[q * size + q];
    const factor = weights[q] / pivot;
    for (let k = 0; k < weights.length; k++) weights[k] -= factor * inverse[k * size + q];
    weights[q] = 0;
    for (let i = 0; i < size; i++) {
      const share = inverse[i * size + q] / pivot;
      if (share === 0 || i === q) continue;
      for (let j = 0; j < size; j++) inverse[i * size + j] -= share * inverse[q * size + j];
    }
    // It takes no part any more
    for (let k = 0; k < size; k++) inverse[q * size + k] = inverse[k * size + q] = 0;
  }
}
