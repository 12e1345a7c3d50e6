import { sharedTable } from '../../blocks/shared-embeddings.js';
import type { Family } from '../../family.js';
import type { EncoderDecoderConfig } from '../../settings/encoder-decoder-config.js';

export const heads: Family<EncoderDecoderConfig>['heads'] = {
  'seq2seq-lm': (on, config, hidden) => on.vocabulary(hidden, sharedTable(config)),
};
