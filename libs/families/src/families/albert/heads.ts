import { activationOf } from '../../activation.js';
import { maskedLmHead } from '../../blocks/masked-lm-head.js';
import { columnsOf } from '../../blocks/sentence-head.js';
import type { Family, HeadDeclaration } from '../../family.js';
import type { Site } from '../../operations.js';
import type { AlbertConfig } from './config.js';

/** A place of dropout after those of the layers. */
const site = (config: AlbertConfig): Site => ({
  site: 1 + 2 * config.num_hidden_layers * config.inner_group_num,
  rate: config.classifier_dropout_prob,
});

/** tanh(W h + b) of each sentence's first token, then a linear layer. */
const sentence: HeadDeclaration<AlbertConfig> = (on, config, hidden, head) => {
  const first = on.linear('albert.pooler', on.pick(hidden, 'first'), config.hidden_size);
  return on.linear('classifier', on.dropout(on.activate(first, 'tanh'), site(config)), columnsOf(head));
};

export const heads: Family<AlbertConfig>['heads'] = {
  'masked-lm': (on, config, hidden) =>
    maskedLmHead(on, hidden, {
      dense: 'predictions.dense',
      norm: 'predictions.LayerNorm',
      bias: 'predictions.bias',
      table: { name: 'albert.embeddings.word_embeddings', entries: config.vocab_size },
      width: config.embedding_size,
      activation: activationOf(config.hidden_act),
      epsilon: config.layer_norm_eps,
    }),
  classification: sentence,
  'multi-label': sentence,
  regression: sentence,
  tokens: (on, config, hidden, head) => on.linear('classifier', on.dropout(hidden, site(config)), columnsOf(head)),
  'question-answering': (on, _config, hidden) => on.linear('qa_outputs', hidden, 2),
};
