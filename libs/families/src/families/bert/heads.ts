import { activationOf } from '../../activation.js';
import { maskedLmHead } from '../../blocks/masked-lm-head.js';
import { columnsOf, headSite } from '../../blocks/sentence-head.js';
import type { Family, HeadDeclaration } from '../../family.js';
import type { EncoderConfig } from '../../settings/encoder-config.js';

/** tanh(W h + b) of each sentence's first token, then a linear layer. */
const sentence: HeadDeclaration<EncoderConfig> = (on, config, hidden, head) => {
  const first = on.linear('bert.pooler.dense', on.pick(hidden, 'first'), config.hidden_size);
  const pooled = on.dropout(on.activate(first, 'tanh'), headSite(config));
  return on.linear('classifier', pooled, columnsOf(head));
};

export const heads: Family<EncoderConfig>['heads'] = {
  'masked-lm': (on, config, hidden) =>
    maskedLmHead(on, hidden, {
      dense: 'cls.predictions.transform.dense',
      norm: 'cls.predictions.transform.LayerNorm',
      bias: 'cls.predictions.bias',
      table: { name: 'bert.embeddings.word_embeddings', entries: config.vocab_size },
      width: config.hidden_size,
      activation: activationOf(config.hidden_act),
      epsilon: config.layer_norm_eps,
    }),
  classification: sentence,
  'multi-label': sentence,
  regression: sentence,
  tokens: (on, config, hidden, head) => on.linear('classifier', on.dropout(hidden, headSite(config)), columnsOf(head)),
  'question-answering': (on, _config, hidden) => on.linear('qa_outputs', hidden, 2),
};
