import type { ModelShape } from '#families';

/** How large a batch is. */
export interface BatchExtent {
  /** Tokens of all its sentences together. */
  readonly rows: number;
  readonly sentences: number;
  /** Tokens of the longest sentence. */
  readonly longest: number;
}

/** All that the memory of a training depends on. */
export interface TrainingLoad {
  /** With the head that is trained. */
  readonly shape: ModelShape;
  /** The largest batch. */
  readonly batch: BatchExtent;
  /** The model that proposes replaced tokens, with the parameters of its own, where there is one. */
  readonly generator?: ModelShape;
  /** Share of the tokens that is predicted, in masked LM. */
  readonly masked: number;
  /** Batches whose gradients make one update. */
  readonly accumulate: number;
  readonly checkpointing: boolean;
  /** Floats that the optimiser keeps for the parameters of a model. */
  readonly momentFloats: (shape: ModelShape) => number;
  /** Copies of the weights that training starts from which somebody keeps until it ends. */
  readonly models: number;
  /** Copies of the weights that are kept of evaluations, beside the trained ones. */
  readonly keptCopies: number;
  /** Tokens of the dev split that are measured at a time; 0 where it is not measured. */
  readonly measured: number;
  /** Whether a hook makes another tensor of each matrix, which the forward pass uses in its place. */
  readonly reparametrizes: boolean;
  /** Of the data set in memory. */
  readonly dataBytes: number;
}
