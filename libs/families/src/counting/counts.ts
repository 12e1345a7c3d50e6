import type { Scratch } from '#costs';
import type { ParameterShape } from '../shape.js';

/** What a part of a model takes in one pass over a batch, in floats of 4 bytes where nothing else is said. */
export interface PartCounts {
  /** Of a layer; `embeddings`, `head`. */
  readonly name: string;
  /** Its parameters: of layers that share them, each has them all. */
  readonly parameters: readonly string[];
  /** What the forward pass keeps for the backward pass, the part's input counted and its result not. A tensor that two
   * operations keep is there once. */
  readonly kept: number;
  /** All that the forward pass makes, input and result counted: what there is where nothing is kept until the part ends. */
  readonly made: number;
  /** Its input: what stays of it where backward computes it again. */
  readonly input: number;
  /** Of a part that backward always computes again, a reversible layer: what there is while it does. What the forward pass
   * keeps for all of them, their last streams, stands with the first. */
  readonly again?: number;
  /** Of products, for the whole batch. */
  readonly multiplyAdds: number;
}

/** Working memory of the engine's kernels by its use: each grows to the largest that a pass asks for. */
export interface WorkingMemory {
  /** Floats of each slot. */
  readonly slots: Scratch;
  /** Columns of the widest matrix whose gradient is made. */
  readonly columns: number;
}

/** All that follows from a declaration without computing it. */
export interface Counts {
  /** In the order in which data flows through them, each once. */
  readonly parameters: readonly ParameterShape[];
  readonly embeddings: PartCounts;
  readonly layers: readonly PartCounts[];
  readonly head: PartCounts;
  readonly working: WorkingMemory;
}
