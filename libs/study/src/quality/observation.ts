/** A model that was trained, compressed and measured. */
export interface Observation {
  /** Observations of one task have a level in common. */
  readonly task: string;
  /** Observations of one training, in several forms, have a seed in common. */
  readonly training: string;
  /** Share of the start's layers that are left. */
  readonly layers: number;
  /** Rows that were learned from, repetitions counted as effectiveRows counts them. */
  readonly rows: number;
  /** Bits of a weight; 32: it is not quantized. */
  readonly bits: number;
  /** Share of the tokens of the training text that are left whole in the trimmed vocabulary. */
  readonly covered: number;
  /** 1 - accuracy, or 1 - correlation. */
  readonly error: number;
  /** Rows that it was measured on. */
  readonly measured: number;
}

/** Passes over the data after which another one adds next to nothing (Muennighoff et al. 2023, arXiv 2305.16264, R* of
 * equation 5). */
const REPETITIONS = 15.39;

/** Rows of fresh data that are worth as much as reading `unique` rows again and again until `seen` are read: the form of
 * Muennighoff et al. (2023), D' = U + U R* (1 - exp(-R / R*)), R being the repetitions after the first pass. */
export function effectiveRows(seen: number, unique: number): number {
  if (seen <= unique) return seen;
  const repetitions = seen / unique - 1;
  return unique * (1 + REPETITIONS * (1 - Math.exp(-repetitions / REPETITIONS)));
}
