import { measuresOf } from '../../measures.js';
import { taskHead } from '../../task-head.js';
import type { Objective } from '../objective.js';

/** The labels of the data set are predicted. */
const objective: Objective = {
  id: 'task',
  description: 'to predict the labels of the data set',
  phase: 'finetune',
  isDefault: true,
  head: taskHead,
  measure: (dataset) => measuresOf(dataset)[0],
};

export default objective;
