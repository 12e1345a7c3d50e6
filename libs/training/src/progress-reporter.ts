import type { Progress } from '#contracts';
import type { TrainingState } from './state.js';

/** Milliseconds between two reports. */
const INTERVAL = 500;

interface Figures {
  readonly loss: number;
  readonly learningRate: number;
  readonly done: number;
  readonly secondsLeft?: number;
}

/** Tells how a training goes, twice a second at most.
 * @returns to be called after every step; `last` reports in any case */
export function progressReporter(onProgress: ((progress: Progress) => void) | undefined) {
  let reported = { time: -Infinity, tokens: 0, seconds: 0 };
  return (state: TrainingState, figures: Figures, last: boolean): void => {
    const time = performance.now();
    if (!onProgress || (!last && time - reported.time < INTERVAL)) return;
    const { step, tokens, seconds, position } = state;
    // After a resumed checkpoint the first rate is that of the whole training
    const rate = (tokens - reported.tokens) / (seconds - reported.seconds);
    reported = { time, tokens, seconds };
    onProgress({
      done: figures.done,
      phase: `epoch ${position.epoch + (position.sentence > 0 ? 1 : 0)}`,
      step,
      loss: figures.loss,
      learning_rate: figures.learningRate,
      ...(Number.isFinite(rate) && { tokens_per_second: Math.round(rate) }),
      ...(figures.secondsLeft !== undefined && { seconds_left: figures.secondsLeft }),
    });
  };
}
