import { activationOf } from '../../activation.js';
import type { Family } from '../../family.js';
import { outputsOf, type Head } from '../../head.js';
import type { Operations, Site } from '../../operations.js';
import type { BertConfig } from './config.js';

/** Dropout before the last layer of a head; its place comes after those of the layers. */
const beforeClassifier = (config: BertConfig): Site => ({
  site: 1 + 2 * config.num_hidden_layers,
  rate: config.classifier_dropout ?? config.hidden_dropout_prob,
});

/** tanh(W h + b) of each sentence's first token, then a linear layer. */
function sentence<V>(on: Operations<V>, config: BertConfig, hidden: V, head: Head): V {
  const first = on.pick(hidden, 'first');
  const pooled = on.activate(on.linear('bert.pooler.dense', first, config.hidden_size), 'tanh');
  return on.linear('classifier', on.dropout(pooled, beforeClassifier(config)), outputsOf(head as never));
}

export const heads: Family<BertConfig>['heads'] = {
  'masked-lm': (on, config, hidden) => {
    const activation = activationOf(config.hidden_act);
    const x = on.linear('cls.predictions.transform.dense', on.pick(hidden, 'masked'), config.hidden_size, {
      activation,
    });
    const states = on.norm('cls.predictions.transform.LayerNorm', x, { epsilon: config.layer_norm_eps });
    const words = { name: 'bert.embeddings.word_embeddings', entries: config.vocab_size };
    return on.vocabulary(states, words, 'cls.predictions.bias');
  },
  classification: sentence,
  'multi-label': sentence,
  regression: sentence,
  tokens: (on, config, hidden, head) =>
    on.linear('classifier', on.dropout(hidden, beforeClassifier(config)), outputsOf(head as never)),
  'question-answering': (on, _config, hidden) => on.linear('qa_outputs', hidden, 2),
};
