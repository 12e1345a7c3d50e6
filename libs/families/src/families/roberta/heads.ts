import { maskedLmHead } from '../../blocks/masked-lm-head.js';
import { columnsOf, headSite, twoLayerClassifier } from '../../blocks/sentence-head.js';
import type { Family, HeadDeclaration } from '../../family.js';
import type { EncoderConfig } from '../../settings/encoder-config.js';

const sentence: HeadDeclaration<EncoderConfig> = (on, config, hidden, head) =>
  twoLayerClassifier(on, config, hidden, head, 'tanh');

export const heads: Family<EncoderConfig>['heads'] = {
  'masked-lm': (on, config, hidden) =>
    maskedLmHead(on, hidden, {
      dense: 'lm_head.dense',
      norm: 'lm_head.layer_norm',
      bias: 'lm_head.bias',
      table: { name: 'roberta.embeddings.word_embeddings', entries: config.vocab_size },
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
};
