/**
 * A model that continues texts one token at a time, several at once. It knows nothing of how a text is searched for: what it
 * keeps of the tokens before, `S`, is handed out and taken in again.
 */
export interface Decoder<S> {
  /** The id that ends a text. */
  readonly end: number;
  /** Tokens that it tells apart. */
  readonly vocabulary: number;
  /** How many texts are continued at first: one row for each source. */
  readonly sources: number;
  /** What is kept before the first token. */
  begin(): S;
  /**
   * The next token of each row.
   *
   * @param last token of each row; that which every text begins with where it is left out
   * @param count how many tokens are asked for, from the most probable on
   * @param banned tokens that may not come next, by row
   * @returns what is kept after it; `state` is used up
   */
  step(
    state: S,
    last: Int32Array | undefined,
    count: number,
    banned?: Banned,
  ): { readonly next: Next; readonly state: S };
  /** The rows of a state in another order: some may be missing, some may be there twice, those of one source follow each
   * other. `state` is used up. */
  pick(state: S, rows: Int32Array): S;
  /** Frees a state that is not used up. */
  free(state: S): void;
}

/** The most probable next tokens of each row, from the most probable on; where two are alike, the one with the smaller id. */
export interface Next {
  /** int32 [rows · count] */
  readonly tokens: Int32Array;
  /** Natural logarithms of their probabilities, float32 [rows · count]. */
  readonly logProbabilities: Float32Array;
}

/** Tokens that may not come next, for each row; undefined where all may. */
export type Banned = readonly (readonly number[] | undefined)[];
