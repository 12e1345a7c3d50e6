/** From the most probable on; where two are alike, the one with the smaller id first. */
export interface BestTokens {
  /** [rows · count] */
  readonly tokens: Int32Array;
  /** Natural logarithms of their probabilities, [rows · count]; −∞ of banned ones. */
  readonly logProbabilities: Float32Array;
}
