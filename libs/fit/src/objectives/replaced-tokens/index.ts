import type { Objective } from '../objective.js';

/** The model tells which tokens a generator has replaced (Clark et al. 2020, arXiv 2003.10555): 15 % of all, as in the paper's
 * appendix A for its small and base models. */
const objective: Objective = {
  id: 'replaced-tokens',
  description: 'to tell which tokens a small generator has replaced (ELECTRA)',
  phase: 'pretrain',
  masked: 0.15,
  keys: ['generator_size'],
  head: () => ({ kind: 'replaced-tokens' }),
};

export default objective;
