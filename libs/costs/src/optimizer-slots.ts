/** The optimisers, by what a config calls them. */
export const OPTIMIZERS = ['adamw', 'lamb', 'adafactor', 'sgd', 'muon'] as const;
export type OptimizerId = (typeof OPTIMIZERS)[number];

/** What an optimiser keeps for a parameter from step to step: shapes by name, PyTorch's name where PyTorch has it. */
export type Slots = Readonly<Record<string, readonly number[]>>;

const twoMoments = (shape: readonly number[]): Slots => ({ exp_avg: shape, exp_avg_sq: shape });
const momentum = (shape: readonly number[]): Slots => ({ momentum_buffer: shape });

/** Of each update rule; `muon` is its rule for matrices. */
export const SLOTS: Readonly<Record<OptimizerId, (shape: readonly number[]) => Slots>> = {
  adamw: twoMoments,
  lamb: twoMoments,
  // Of a matrix the means by row and by column only
  adafactor: (shape): Record<string, readonly number[]> =>
    shape.length === 2 ? { exp_avg_sq_row: [shape[0]], exp_avg_sq_col: [shape[1]] } : { exp_avg_sq: shape },
  sgd: momentum,
  muon: momentum,
};

/** Floats that an optimiser keeps for a parameter of this shape from step to step.
 * @param isMatrix whether Muon moves it; else AdamW does */
export function optimizerFloats(id: OptimizerId, shape: readonly number[], isMatrix = shape.length === 2): number {
  const slots = SLOTS[id === 'muon' && !isMatrix ? 'adamw' : id](shape);
  return Object.values(slots).reduce((sum, each) => sum + each.reduce((size, axis) => size * axis, 1), 0);
}
