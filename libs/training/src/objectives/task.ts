import { measuresOf, taskHead } from '#fit';
import type { Objective } from './objective.js';

/** The labels of the data set are predicted. */
export const task: Objective = {
  head: taskHead,
  masks: false,
  phase: 'finetune',
  measure: (dataset) => measuresOf(dataset)[0],
};
