/** From the most probable on; where two are alike, the one with the smaller id first. */
export interface BestTokens {
  /** [rows · count] */
  readonly tokens: Int32Array;
  /** Natural logarithms of their probabilities, [rows · count]; −∞ of banned ones. */
  readonly logProbabilities: Float32Array;
}

/** Tokens that rows may not have, one row's after another's. */
export interface Bans {
  /** [rows + 1]: where those of each row begin */
  readonly starts: Int32Array;
  readonly tokens: Int32Array;
}
