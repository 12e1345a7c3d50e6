import { taskHead } from '../../task-head.js';
import type { Objective } from '../objective.js';

/** Each token of a target is predicted from its source and the tokens before it (teacher forcing). */
const objective: Objective = {
  id: 'translation',
  description: 'to predict each token of a target from its source and the tokens before it',
  phase: 'train',
  head: taskHead,
  measure: () => 'loss',
};

export default objective;
