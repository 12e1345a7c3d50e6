import type { Objective } from '../objective.js';

/** Masked tokens are predicted from those around them (Devlin et al. 2019, arXiv 1810.04805). A new model learns sooner with
 * more of them masked than BERT's 15 % (Wettig et al. 2022, arXiv 2202.08005; docs/results). */
const objective: Objective = {
  id: 'masked-lm',
  description: 'to predict masked tokens',
  phase: 'pretrain',
  isDefault: true,
  masked: 0.3,
  head: () => ({ kind: 'masked-lm' }),
  measure: () => 'loss',
};

export default objective;
