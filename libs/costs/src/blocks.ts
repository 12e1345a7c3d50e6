/** Sizes of the pieces that the kernels work in, which decide the memory that they take. */
export interface KernelBlocks {
  /** rows of a feed-forward network's backward pass that are done at one time */
  readonly feedForwardRows: number;
  /** rows of an output head whose logits are there at one time */
  readonly logitRows: number;
  /** rows that are added up to one partial sum of a gradient */
  readonly summedRows: number;
  /** depth of a packed block of a matrix */
  readonly depth: number;
}

/** As they are for every instruction set today; the plain versions have none, and are predicted by the same. */
export const USUAL_BLOCKS: KernelBlocks = { feedForwardRows: 512, logitRows: 336, summedRows: 64, depth: 256 };
