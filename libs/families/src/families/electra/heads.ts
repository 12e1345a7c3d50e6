import { activationOf } from '../../activation.js';
import { maskedLmHead } from '../../blocks/masked-lm-head.js';
import { columnsOf, headSite, twoLayerClassifier } from '../../blocks/sentence-head.js';
import type { Family, HeadDeclaration } from '../../family.js';
import type { ElectraConfig } from './config.js';

const sentence: HeadDeclaration<ElectraConfig> = (on, config, hidden, head) =>
  twoLayerClassifier(on, config, hidden, head, 'gelu');

export const heads: Family<ElectraConfig>['heads'] = {
  // The generator
  'masked-lm': (on, config, hidden) =>
    maskedLmHead(on, hidden, {
      dense: 'generator_predictions.dense',
      norm: 'generator_predictions.LayerNorm',
      bias: 'generator_lm_head.bias',
      table: { name: 'electra.embeddings.word_embeddings', entries: config.vocab_size },
      width: config.embedding_size,
      // Whatever hidden_act says
      activation: 'gelu',
      epsilon: config.layer_norm_eps,
    }),
  // The discriminator
  'replaced-tokens': (on, config, hidden) => {
    const activation = activationOf(config.hidden_act);
    const x = on.linear('discriminator_predictions.dense', hidden, config.hidden_size, { activation });
    return on.linear('discriminator_predictions.dense_prediction', x, 1);
  },
  classification: sentence,
  'multi-label': sentence,
  regression: sentence,
  tokens: (on, config, hidden, head) => on.linear('classifier', on.dropout(hidden, headSite(config)), columnsOf(head)),
  'question-answering': (on, _config, hidden) => on.linear('qa_outputs', hidden, 2),
};
