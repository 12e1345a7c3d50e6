import { privateCopy, tf, type Tensor } from '#engine';
import { evaluateModel, maskedLoss, translationLoss } from '#evaluation';
import type { Model } from '#models';
import type { Plan } from './prepare.js';
import { sentencesSeen, type TrainingState } from './state.js';
import type { TrainedWeights } from './trained-weights.js';
import type { WeightAverage } from './weight-average.js';
import type { HistoryPoint } from './training.js';

/** Looks at the dev split while training: measures, keeps the best weights, and says when patience is over. */
export interface DevWatch {
  /** Measures when it is time, and at the end. */
  afterStep(state: TrainingState, ended: boolean): Promise<HistoryPoint['dev']>;
  isPatienceOver(state: TrainingState): boolean;
  /** The best weights so far, where they are kept. */
  readonly best: Map<string, Tensor>;
  /** Makes the best weights the trained ones, where they are kept. */
  restoreBest(): void;
  dispose(): void;
}

/** @param average measured, and kept as the best, in place of the weights, where there is one */
export function devWatch(plan: Plan, model: Model, trained: TrainedWeights, average: WeightAverage): DevWatch {
  const { request, config, keepsBest } = plan;
  // Where nothing is measured nothing is watched
  const measure = plan.measure ?? 'loss';
  const best = new Map<string, Tensor>();
  const dispose = () => {
    tf.dispose([...best.values()]);
    best.clear();
  };
  const keep = () => {
    dispose();
    for (const [name, variable] of trained.variables) {
      best.set(name, tf.keep(privateCopy<Tensor>(variable)));
    }
  };
  const evaluate = async () => {
    const { signal, dataset } = request;
    const options = { weights: trained.effective, signal, labels: config.labels };
    if (measure === 'loss') {
      return (dataset.objective === 'translation' ? translationLoss : maskedLoss)(model, dataset, 'dev', options);
    }
    const { measures } = await evaluateModel(model, dataset, 'dev', { ...options, measures: [measure] });
    if (measures[0].value === null) request.onWarning?.(`${measure} on the dev split: ${measures[0].note}`);
    return measures[0].value;
  };
  const isDue = (state: TrainingState) => {
    const sentences = plan.train.sentences;
    return Math.floor((sentencesSeen(state, sentences) * plan.evaluations) / sentences) > state.dev.count;
  };
  return {
    best,
    isPatienceOver: ({ dev }) => dev.stale >= (config.stop.patience ?? Infinity),
    afterStep: async (state, ended) => {
      if (!plan.watchesDev || !(ended || isDue(state))) return undefined;
      average.swap();
      const value = await evaluate();
      const { dev } = state;
      dev.count = Math.max(
        dev.count,
        Math.floor((sentencesSeen(state, plan.train.sentences) * plan.evaluations) / plan.train.sentences),
      );
      const improved =
        value !== null && (dev.best === undefined || (measure === 'loss' ? value < dev.best : value > dev.best));
      dev.stale = improved ? 0 : dev.stale + 1;
      if (improved) dev.best = value;
      if (improved && keepsBest) keep();
      average.swap();
      return value === null ? undefined : { name: measure, value };
    },
    restoreBest: () => {
      for (const [name, tensor] of best) trained.variables.get(name)?.assign(tensor);
    },
    dispose,
  };
}
