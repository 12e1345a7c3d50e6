import { activationOf } from '../../activation.js';
import { maskedLmHead } from '../../blocks/masked-lm-head.js';
import { columnsOf } from '../../blocks/sentence-head.js';
import type { Family, HeadDeclaration } from '../../family.js';
import type { Site } from '../../operations.js';
import type { DistilbertConfig } from './config.js';
import { EPSILON } from './encode.js';

/** A place of dropout after those of the layers. */
const site = (config: DistilbertConfig, rate: number): Site => ({ site: 1 + 2 * config.n_layers, rate });

/** ReLU of a layer on each sentence's first token, then a linear layer. */
const sentence: HeadDeclaration<DistilbertConfig> = (on, config, hidden, head) => {
  const first = on.linear('pre_classifier', on.pick(hidden, 'first'), config.dim, { activation: 'relu' });
  const dropped = on.dropout(first, site(config, config.seq_classif_dropout));
  return on.linear('classifier', dropped, columnsOf(head));
};

export const heads: Family<DistilbertConfig>['heads'] = {
  'masked-lm': (on, config, hidden) =>
    maskedLmHead(on, hidden, {
      dense: 'vocab_transform',
      norm: 'vocab_layer_norm',
      bias: 'vocab_projector.bias',
      table: { name: 'distilbert.embeddings.word_embeddings', entries: config.vocab_size },
      width: config.dim,
      activation: activationOf(config.activation),
      epsilon: EPSILON,
    }),
  classification: sentence,
  'multi-label': sentence,
  regression: sentence,
  tokens: (on, config, hidden, head) =>
    on.linear('classifier', on.dropout(hidden, site(config, config.dropout)), columnsOf(head)),
  'question-answering': (on, config, hidden) =>
    on.linear('qa_outputs', on.dropout(hidden, site(config, config.qa_dropout)), 2),
};
