import type { Slots } from '#costs';
import type { Tensor, Variable } from '../backend.js';

/** How an optimiser moves the parameters that it is for: one for all of them, or another for each kind. */
export interface Rule {
  /** The tensors that it keeps for a parameter of this shape, zeros at first. */
  slots(shape: readonly number[]): Slots;
  /** Moves the parameters and their slots by one step. */
  update(trained: readonly Trained[], step: Step): void;
}

/** A parameter in a step, with a gradient of its shape. */
export interface Trained {
  readonly parameter: Variable;
  readonly gradient: Tensor;
  /** Changed or replaced by the step. */
  readonly slots: Record<string, Tensor>;
  /** The learning rate of this parameter. */
  readonly rate: number;
  /** Its weight decay: 0 where it has none. */
  readonly decay: number;
}

export interface Step {
  /** Counts from 1. */
  readonly number: number;
  /** What all gradients are multiplied by, so that their global norm is not too large: at most 1. */
  readonly clip: number;
}
