import type { Family } from '../../family.js';
import type { MarianConfig } from './config.js';

export const heads: Family<MarianConfig>['heads'] = {
  'seq2seq-lm': (on, config, hidden) =>
    on.vocabulary(hidden, { name: 'model.shared', entries: config.vocab_size }, { bias: 'final_logits_bias' }),
};
