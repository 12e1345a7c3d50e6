/** A grid of integers on which a tensor's values lie: value = (code - zero) * scale, code an unsigned integer of
 * `bits` bits. Which values share a scale depends on `granularity`, over the tensor as files hold it ([out, in]). */
export interface Grid {
  readonly bits: number;
  readonly granularity: 'tensor' | 'channel' | 'group';
  /** Values in a group, along a row; the last group of a row may be shorter. */
  readonly groupSize?: number;
  /** One scale for each tensor, row, or group (row by row). */
  readonly scales: Float32Array;
  /** One zero point for each scale; absent: 2^(bits-1) (symmetric). A zero weight is always on the grid. */
  readonly zeros?: Uint8Array;
}

/** How a file holds a tensor. Both parts may be present: then only the codes of non-zero values are stored. */
export interface Encoding {
  /** A bit for each value says whether it is non-zero; only non-zero values are stored. Zeros stay zero in
   * fine-tuning. */
  readonly sparse?: boolean;
  readonly grid?: Grid;
}
