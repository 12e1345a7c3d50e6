/** Which rows a value has: one for each token of the batch, each token of its target, each sentence, each masked token, or a
 * number of its own. */
export type Rows = 'tokens' | 'target' | 'sentences' | 'masked' | number;

/** A tensor as counting knows it: [rows, width]. One object is one tensor. */
export interface CountedValue {
  readonly rows: Rows;
  readonly width: number;
}

/** How large a batch is. */
export interface Extent {
  readonly tokens: number;
  readonly sentences: number;
  /** Tokens that are predicted in masked LM. */
  readonly masked: number;
  /** Tokens that each token attends to, on average. */
  readonly length: number;
  /** Tokens of the targets that a decoder is given, and of each target on average; as many as there are of the source when
   * left out. */
  readonly target?: number;
  readonly targetLength?: number;
}

/** Floats of a tensor. */
export function floatsOf({ rows, width }: CountedValue, extent: Extent): number {
  if (typeof rows === 'number') return width * rows;
  return width * (rows === 'target' ? (extent.target ?? extent.tokens) : extent[rows]);
}
