/** A text that a search has found. */
export interface FoundText {
  /** Its tokens, without the one that begins every text and without its end. */
  readonly tokens: readonly number[];
  /** Whether it ended by itself, and not because it had become too long. */
  readonly ended: boolean;
  /** The sum of its tokens' log-probabilities, that of the end counted. */
  readonly logProbability: number;
  /** That sum by its length, as `lengthPenalty` says. */
  readonly score: number;
}

/** @param length in tokens, the end counted where there is one */
export const scoreOf = (logProbability: number, length: number, lengthPenalty: number): number =>
  logProbability / length ** lengthPenalty;
