import type { StopConfig } from '#contracts';

/** How far a training is. */
export interface Extent {
  /** Updates of the weights. */
  readonly step: number;
  /** Sentences seen, those of all epochs together. */
  readonly sentences: number;
  /** Seconds of training, without evaluation and checkpoints. */
  readonly seconds: number;
}

/** The share of a training that is done, 0 to 1: that of the limit that is nearest. The learning rate follows it, so that
 * a training that ends by the clock decays to 0, too.
 * @param sentencesInEpoch of the train split */
export function shareDone(stop: Partial<StopConfig>, extent: Extent, sentencesInEpoch: number): number {
  return Math.min(
    1,
    Math.max(
      extent.step / (stop.steps ?? Infinity),
      extent.sentences / ((stop.epochs ?? Infinity) * sentencesInEpoch),
      extent.seconds / (stop.seconds ?? Infinity),
    ),
  );
}
