/** A packed batch: sentences one after another, no padding (docs/decisions: a batch has no padding). Plain typed arrays,
 * so that it can be made, tested and sent without an engine. */
export interface Batch {
  /** Token ids, int32 [rows]. */
  readonly ids: Int32Array;
  /** Position of each token in its sentence, int32 [rows]. */
  readonly positions: Int32Array;
  /** Segment of each token (0, or 1 for the second text of a pair), int32 [rows]. */
  readonly types: Int32Array;
  /** Row at which each sentence begins, and the number of rows at the end: int32 [sentences + 1]. */
  readonly starts: Int32Array;
  /** A class index (int32) or score (float32) of each sentence, where the split has labels. */
  readonly labels?: Int32Array | Float32Array;
  /** Sentences that belong together, one after another: 2 in pairs for similarity; 1 when left out. */
  readonly together?: number;
  /** Masked-LM: rows to predict, and the tokens that belong there. `ids` holds the masked text. */
  readonly masked?: { readonly rows: Int32Array; readonly labels: Int32Array };
  /** Of an encoder-decoder: one target text for each sentence. */
  readonly target?: Target;
}

/** Target texts one after another: what a decoder is given, and what it should answer. */
export interface Target {
  /** What the decoder is given: its start token, then the text, int32 [target rows]. */
  readonly ids: Int32Array;
  /** Position of each in its text, int32 [target rows]. */
  readonly positions: Int32Array;
  /** Row at which each text begins, and the number of rows at the end: int32 [sentences + 1]. */
  readonly starts: Int32Array;
  /** The token after each: the text, then its end, int32 [target rows]. */
  readonly labels: Int32Array;
}
