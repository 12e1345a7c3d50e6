import type { Position } from './batch-source.js';
import type { KeptPoint } from './kept-weights.js';
import { type NoiseScale, noNoise } from './noise-scale.js';
import type { HistoryPoint } from './training.js';

/** How a training stands, apart from weights and moments. Plain JSON: checkpoints hold it. */
export interface TrainingState {
  /** Updates of the weights so far. */
  step: number;
  /** Which of the training's stages it is in, and the update after which that began. */
  stage: { index: number; since: number };
  /** Batches so far; each has its own dropout. */
  batches: number;
  position: Position;
  /** Real tokens seen. */
  tokens: number;
  /** Masked tokens seen, or sentences: what losses are the mean over. */
  predicted: number;
  noise: NoiseScale;
  /** Seconds of training, without evaluation and checkpoints. */
  seconds: number;
  /** Losses since the last point of the history. */
  losses: { sum: number; count: number };
  history: HistoryPoint[];
  /** Names of the models that were kept on the way. */
  kept?: string[];
  /** Points that were due so far. */
  points: number;
  dev: {
    /** Evaluations so far. */
    count: number;
    /** Evaluations since the best one. */
    stale: number;
    best?: number;
    /** Weights that are kept. */
    kept: KeptPoint[];
  };
}

export function startingState(): TrainingState {
  return {
    step: 0,
    stage: { index: 0, since: 0 },
    batches: 0,
    position: { epoch: 0, sentence: 0 },
    tokens: 0,
    predicted: 0,
    noise: noNoise(),
    seconds: 0,
    losses: { sum: 0, count: 0 },
    history: [],
    points: 0,
    dev: { count: 0, stale: 0, kept: [] },
  };
}

/** Sentences seen in all epochs together. */
export function sentencesSeen({ position }: TrainingState, sentencesInEpoch: number): number {
  return position.epoch * sentencesInEpoch + position.sentence;
}
