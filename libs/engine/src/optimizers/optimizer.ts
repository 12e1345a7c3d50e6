import type { Tensor } from '../backend.js';

/** What moves the parameters of a model by their gradients. */
export interface Optimizer {
  /** Steps done so far. */
  readonly stepCount: number;

  /**
   * Moves every parameter by one step. The gradients stay the caller's to dispose.
   *
   * @param gradients one for each parameter, of its shape
   * @param learningRate of this step
   * @returns the global norm of the gradients before clipping. Where it is NaN or infinite, nothing has moved
   * @throws ENGINE_WRONG_SHAPE before anything has changed
   */
  step(gradients: ReadonlyMap<string, Tensor>, learningRate: number): { readonly gradientNorm: number };

  /**
   * Lets elements of a parameter begin anew: they and what is kept for each of them become zero. What is kept for rows and columns
   * stays.
   *
   * @param name of the parameter
   * @param mask of its shape: 0 for each element that begins anew, 1 for the others
   * @throws ENGINE_WRONG_SHAPE where there is no such parameter, or the mask is of another shape
   */
  restart(name: string, mask: Tensor): void;

  /**
   * All that a checkpoint needs beside the parameters: `step` (int32, []), and `SLOT.NAME` for each tensor that is kept
   * for a parameter. Later steps do not change them; they are the caller's to dispose.
   */
  state(): Map<string, Tensor>;

  /**
   * Goes on from what `state` returned. The tensors are copied and stay the caller's.
   *
   * @throws ENGINE_WRONG_SHAPE when one is missing or has another shape, before anything has changed
   */
  restore(state: ReadonlyMap<string, Tensor>): void;

  /** Frees what it keeps. The parameters stay. */
  dispose(): void;
}

/** What all optimisers have in common. */
export interface OptimizerOptions {
  /** Decoupled weight decay: what a parameter loses of itself in a step, as a share of its learning rate; 0.01 when left
   * out. */
  readonly weightDecay?: number;
  /** Which parameters decay; those of rank 2 or more when left out, so not biases and the gains of norms. */
  readonly decays?: (name: string, shape: readonly number[]) => boolean;
  /** The learning rate of a parameter as a multiple of the step's; 1 when left out. */
  readonly rateOf?: (name: string) => number;
  /** The global norm that gradients are scaled down to where theirs is larger; Infinity when left out. */
  readonly clipNorm?: number;
}
