import { sharedTable } from '../../blocks/shared-embeddings.js';
import type { Family } from '../../family.js';
import type { MarianConfig } from './config.js';

export const heads: Family<MarianConfig>['heads'] = {
  'seq2seq-lm': (on, config, hidden) => on.vocabulary(hidden, sharedTable(config), { bias: 'final_logits_bias' }),
};
