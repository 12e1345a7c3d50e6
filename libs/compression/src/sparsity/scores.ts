/** The least score of a weight that is there: smaller ones would be taken for weights that are gone. */
const LEAST = 2 ** -149;

/** What is lost with a weight, so that weights that are zero already come first, and no other one counts as zero. */
export function scoreOf(weight: number, loss: number): number {
  return weight === 0 ? 0 : Math.max(loss, LEAST);
}

/** Zeros of the scores are made zeros of the weights, in place. */
export function zeroWhere(weights: Float32Array, scores: Float32Array): void {
  for (let i = 0; i < weights.length; i++) if (scores[i] === 0) weights[i] = 0;
}
