import { criticalBatch } from './noise-scale.js';
import type { TrainingState } from './state.js';
import type { HistoryPoint } from './training.js';

/** Points that the curve of a training has, at about equal distances. */
const POINTS = 150;

/** The critical batch size of the gradient noise so far, as so many real tokens. */
function criticalTokens({ noise, tokens, predicted }: TrainingState): Pick<HistoryPoint, 'critical_batch_tokens'> {
  const critical = criticalBatch(noise);
  return critical === undefined ? {} : { critical_batch_tokens: Math.round((critical * tokens) / predicted) };
}

/** Notes a step; adds a point to the history when one is due, when the dev split was measured, when the model is kept, and at
 * the end. */
export function addPoint(
  state: TrainingState,
  step: {
    readonly phase: HistoryPoint['phase'];
    readonly loss: number;
    readonly learningRate: number;
    readonly done: number;
    readonly dev?: HistoryPoint['dev'];
    /** Whether the model is kept as it is. */
    readonly isKept?: boolean;
  },
): void {
  state.losses.sum += step.loss;
  state.losses.count += 1;
  const due = Math.floor(step.done * POINTS) > state.points;
  if (!due && !step.dev && !step.isKept) return;
  state.points = Math.floor(step.done * POINTS);
  state.history.push({
    phase: step.phase,
    step: state.step,
    seconds: state.seconds,
    tokens: state.tokens,
    loss: state.losses.sum / state.losses.count,
    learning_rate: step.learningRate,
    ...criticalTokens(state),
    ...(step.dev && { dev: step.dev }),
  });
  state.losses = { sum: 0, count: 0 };
}
