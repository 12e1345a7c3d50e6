/** Working memory that kernels keep from call to call, by its slot in native/scratch_slots.h: the largest use counts. */
export type Scratch = Readonly<
  Partial<Record<'PACKED_1' | 'PACKED_2' | 'BLOCK_1' | 'BLOCK_2' | 'PARTIAL_SUMS', number>>
>;

/** What an operation of the kernels costs, in floats and multiply-adds: what memory and time are counted from. */
export interface Cost {
  /** the inputs and results, by name, that are held for backward; one that several operations hold is there once */
  readonly keeps: readonly string[];
  /** what is held for backward beside them, for each row */
  readonly kept: number;
  /** what is held for backward beside them, however many rows there are; 0 when left out */
  readonly keptOnce?: number;
  /** of forward, for each row; backward takes twice as many, that of an output head being made with the loss */
  readonly multiplyAdds: number;
  /** of forward and backward */
  readonly scratch: Scratch;
  /** columns of the widest matrix whose gradient is made, which is packed the other way round in blocks of some depth */
  readonly columns?: number;
}

/** A batch: all its rows, and how many a sentence has. */
export interface Load {
  readonly rows: number;
  readonly length: number;
}
