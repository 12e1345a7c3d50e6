/** A value of a graph. Between the layers its shape is [batch, length, width]; picked from each sentence [batch, width]; a
 * table is [rows, width], in float32 always. */
export interface DrawnValue {
  readonly name: string;
  readonly width: number;
  readonly rows: 'tokens' | 'target' | 'sentences' | 'table';
  /** Rows of a table. */
  readonly entries?: number;
}
