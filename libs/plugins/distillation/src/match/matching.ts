import type { Scalar, Variable } from '#engine';
import type { EncoderStates, WantedStates } from '#models';
import type { Batch } from '#text';

/** Sizes of the two encoders. */
export interface Depths {
  /** Layers. */
  readonly student: number;
  readonly teacher: number;
}

/** How the states of a student are compared with those of its teacher. */
export interface Matching {
  readonly student: WantedStates;
  readonly teacher: WantedStates;
  /** What is trained beside the student and thrown away afterwards, by name. */
  readonly trained?: ReadonlyMap<string, Variable>;
  /** What it is the mean over: of several batches of an update each counts by its share of them. */
  readonly mean: 'sentences' | 'tokens';
  /** @returns the loss of a batch */
  loss(student: EncoderStates, teacher: EncoderStates, batch: Batch): Scalar;
}
