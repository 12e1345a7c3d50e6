import { activationOf } from '../../activation.js';
import { maskedLmHead } from '../../blocks/masked-lm-head.js';
import { columnsOf, headSite } from '../../blocks/sentence-head.js';
import type { Family, HeadDeclaration } from '../../family.js';
import type { Site } from '../../operations.js';
import type { DebertaConfig } from './config.js';

/** Dropout before the pooler's layer, and after it. */
const before = (config: DebertaConfig): Site => ({ ...headSite(config), rate: config.pooler_dropout });
const after = (config: DebertaConfig): Site => ({
  ...headSite(config, 1),
  rate: config.cls_dropout ?? config.hidden_dropout_prob,
});

/** A layer and its activation on each sentence's first token, then a linear layer. */
const sentence: HeadDeclaration<DebertaConfig> = (on, config, hidden, head) => {
  const first = on.dropout(on.pick(hidden, 'first'), before(config));
  const activation = activationOf(config.pooler_hidden_act);
  const pooled = on.activate(on.linear('pooler.dense', first, config.hidden_size), activation);
  return on.linear('classifier', on.dropout(pooled, after(config)), columnsOf(head));
};

export const heads: Family<DebertaConfig>['heads'] = {
  'masked-lm': (on, config, hidden) => {
    const at = config.legacy ? 'cls.predictions' : 'lm_predictions.lm_head';
    const transform = config.legacy ? `${at}.transform` : at;
    return maskedLmHead(on, hidden, {
      dense: `${transform}.dense`,
      norm: `${transform}.LayerNorm`,
      bias: `${at}.bias`,
      table: { name: 'deberta.embeddings.word_embeddings', entries: config.vocab_size },
      width: config.hidden_size,
      activation: activationOf(config.hidden_act),
      epsilon: config.layer_norm_eps,
    });
  },
  classification: sentence,
  'multi-label': sentence,
  regression: sentence,
  tokens: (on, config, hidden, head) => on.linear('classifier', on.dropout(hidden, headSite(config)), columnsOf(head)),
  'question-answering': (on, _config, hidden) => on.linear('qa_outputs', hidden, 2),
};
