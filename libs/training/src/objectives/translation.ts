import { taskHead } from '#fit';
import type { Objective } from './objective.js';

/** Each token of a target is predicted from its source and the tokens before it (teacher forcing). */
export const translation: Objective = {
  head: taskHead,
  masks: false,
  phase: 'train',
  measure: () => 'loss',
};
