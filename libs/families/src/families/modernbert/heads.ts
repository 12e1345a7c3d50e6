import { activationOf } from '../../activation.js';
import { columnsOf } from '../../blocks/sentence-head.js';
import type { Family, HeadDeclaration } from '../../family.js';
import type { Operations, Site } from '../../operations.js';
import type { ModernbertConfig } from './config.js';

/** A place of dropout after those of the layers. */
const site = (config: ModernbertConfig): Site => ({
  site: 1 + 2 * config.num_hidden_layers,
  rate: config.classifier_dropout,
});

/** norm(activation(W h)), which every head begins with. */
function transform<V>(on: Operations<V>, config: ModernbertConfig, x: V): V {
  const activation = activationOf(config.classifier_activation);
  const y = on.linear('head.dense', x, config.hidden_size, { bias: config.classifier_bias, activation });
  return on.norm('head.norm', y, { epsilon: config.norm_eps, bias: config.norm_bias });
}

const sentence: HeadDeclaration<ModernbertConfig> = (on, config, hidden, head) => {
  const pooled = on.pick(hidden, config.classifier_pooling === 'cls' ? 'first' : 'mean');
  return on.linear('classifier', on.dropout(transform(on, config, pooled), site(config)), columnsOf(head));
};

const eachToken: HeadDeclaration<ModernbertConfig> = (on, config, hidden, head) =>
  on.linear('classifier', on.dropout(transform(on, config, hidden), site(config)), columnsOf(head));

export const heads: Family<ModernbertConfig>['heads'] = {
  'masked-lm': (on, config, hidden) => {
    const words = { name: 'model.embeddings.tok_embeddings', entries: config.vocab_size };
    return on.vocabulary(transform(on, config, on.pick(hidden, 'masked')), words, { bias: 'decoder.bias' });
  },
  classification: sentence,
  'multi-label': sentence,
  regression: sentence,
  tokens: eachToken,
  'question-answering': eachToken,
};
