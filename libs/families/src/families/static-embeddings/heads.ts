import { columnsOf } from '../../blocks/sentence-head.js';
import type { Family, HeadDeclaration } from '../../family.js';
import type { StaticConfig } from './config.js';

/** A layer with ReLU on the mean of a text's vectors, and a linear layer: a deep averaging network of one hidden layer (Iyyer et
 * al. 2015, "Deep unordered composition rivals syntactic methods for text classification"). */
const sentence: HeadDeclaration<StaticConfig> = (on, config, hidden, head) => {
  const mean = on.pick(hidden, 'mean');
  const inner = on.activate(on.linear('classifier.dense', mean, config.hidden_size), 'relu');
  const kept = on.dropout(inner, { site: 1, rate: config.hidden_dropout_prob });
  return on.linear('classifier.out_proj', kept, columnsOf(head));
};

export const heads: Family<StaticConfig>['heads'] = {
  classification: sentence,
  'multi-label': sentence,
  regression: sentence,
};
