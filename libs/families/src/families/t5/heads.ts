import type { Family } from '../../family.js';
import type { T5Config } from './config.js';
import { shared } from './sub-layers.js';

export const heads: Family<T5Config>['heads'] = {
  'seq2seq-lm'(on, config, hidden) {
    const table = config.tie_word_embeddings ? shared(config) : { ...shared(config), name: 'lm_head' };
    return on.vocabulary(hidden, table, config.scale_decoder_outputs ? { scale: config.d_model ** -0.5 } : {});
  },
};
