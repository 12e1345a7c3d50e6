import type { Objective } from './objective.js';

/** Masked tokens are predicted from those around them (Devlin et al. 2019, arXiv 1810.04805). */
export const maskedLm: Objective = {
  head: () => ({ kind: 'masked-lm' }),
  masks: true,
  phase: 'pretrain',
  measure: () => 'loss',
};
