import type { Family } from '../../family.js';
import type { EncoderDecoderConfig } from '../../settings/encoder-decoder-config.js';
import { shared } from './sub-layers.js';

export const heads: Family<EncoderDecoderConfig>['heads'] = {
  'seq2seq-lm': (on, config, hidden) => on.vocabulary(hidden, shared(config)),
};
