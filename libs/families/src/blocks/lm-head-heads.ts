import type { Family, HeadDeclaration } from '../family.js';
import type { EncoderConfig } from '../settings/encoder-config.js';
import { maskedLmHead } from './masked-lm-head.js';
import { columnsOf, headSite, twoLayerClassifier } from './sentence-head.js';

const sentence: HeadDeclaration<EncoderConfig> = (on, config, hidden, head) =>
  twoLayerClassifier(on, config, hidden, head, 'tanh');

/** The heads of RoBERTa and its relatives, which have the same names but for the prefix of the encoder's parameters (Liu et
 * al. 2019, arXiv 1907.11692, as its code has them). */
export const lmHeadHeads = (prefix: string): Family<EncoderConfig>['heads'] => ({
  'masked-lm': (on, config, hidden) =>
    maskedLmHead(on, hidden, {
      dense: 'lm_head.dense',
      norm: 'lm_head.layer_norm',
      bias: 'lm_head.bias',
      table: { name: `${prefix}.embeddings.word_embeddings`, entries: config.vocab_size },
      width: config.hidden_size,
      // Whatever hidden_act says
      activation: 'gelu',
      epsilon: config.layer_norm_eps,
    }),
  classification: sentence,
  'multi-label': sentence,
  regression: sentence,
  tokens: (on, config, hidden, head) => on.linear('classifier', on.dropout(hidden, headSite(config)), columnsOf(head)),
  'question-answering': (on, _config, hidden) => on.linear('qa_outputs', hidden, 2),
});
