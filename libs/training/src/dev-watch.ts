import type { Model } from '#models';
import { devQuality } from './dev-quality.js';
import { type KeptWeights, keptWeights } from './kept-weights.js';
import type { Plan } from './prepare.js';
import { sentencesSeen, type TrainingState } from './state.js';
import type { TrainedWeights } from './trained-weights.js';
import type { WeightAverage } from './weight-average.js';
import type { HistoryPoint } from './training.js';

/** Looks at the dev split while training: measures, keeps weights, and says when patience is over. */
export interface DevWatch {
  /** Measures when it is time, and at the end. */
  afterStep(state: TrainingState, ended: boolean): Promise<HistoryPoint['dev']>;
  isPatienceOver(state: TrainingState): boolean;
  /** The weights of some evaluations, where they are kept. */
  readonly kept: KeptWeights;
  /** Makes the kept weights the trained ones: of several their mean, unless the best ones alone are better than that.
   * @returns what was measured of a mean, or of the best in its place */
  restoreKept(state: TrainingState): Promise<HistoryPoint['dev']>;
  dispose(): void;
}

/** @param average measured, and kept, in place of the weights, where there is one */
export function devWatch(plan: Plan, model: Model, trained: TrainedWeights, average: WeightAverage): DevWatch {
  const { config } = plan;
  // Where nothing is measured nothing is watched
  const measure = plan.measure ?? 'loss';
  const kept = keptWeights(plan.keptCopies, trained.variables);
  const evaluate = () => devQuality(plan, model, trained);
  const isBetter = (value: number, than: number) => (measure === 'loss' ? value < than : value > than);
  const evaluationsUpTo = (state: TrainingState) => {
    const { sentences } = plan.train;
    return Math.floor((sentencesSeen(state, sentences) * plan.evaluations) / sentences);
  };
  const keep = ({ step, dev }: TrainingState, value: number | null) => {
    if (config.keep !== 'best') kept.offer(dev.kept, step);
    else if (value !== null) kept.offer(dev.kept, measure === 'loss' ? -value : value);
  };
  const measured = (value: number | null) => (value === null ? undefined : { name: measure, value });
  return {
    kept,
    isPatienceOver: ({ dev }) => dev.stale >= (config.stop.patience ?? Infinity),
    afterStep: async (state, ended) => {
      const { dev } = state;
      if (!plan.watchesDev || !(ended || evaluationsUpTo(state) > dev.count)) return undefined;
      average.swap();
      const value = await evaluate();
      dev.count = Math.max(dev.count, evaluationsUpTo(state));
      const improved = value !== null && (dev.best === undefined || isBetter(value, dev.best));
      dev.stale = improved ? 0 : dev.stale + 1;
      if (improved) dev.best = value;
      keep(state, value);
      average.swap();
      return measured(value);
    },
    restoreKept: async ({ dev }) => {
      kept.restoreMean(dev.kept);
      if (dev.kept.length < 2) return undefined;
      const value = await evaluate();
      if (config.keep !== 'best' || (value !== null && isBetter(value, dev.best!))) return measured(value);
      kept.restoreMean([dev.kept.reduce((best, point) => (point.rank > best.rank ? point : best))]);
      return measured(dev.best!);
    },
    dispose: () => kept.dispose(),
  };
}
