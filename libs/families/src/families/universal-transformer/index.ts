import type { Family } from '../../family.js';
import { encoderDimensions, resizedEncoder } from '../../settings/encoder-config.js';
import { UniversalArchitecture } from './architecture.js';
import { newConfig, readConfig, type UniversalConfig } from './config.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<UniversalConfig> = {
  id: 'universal-transformer',
  title: 'Universal Transformer',
  paper: 'Dehghani et al. 2018, arXiv 1807.03819',
  note: [
    'A model of TLC’s own: Transformers has none. `config.json` has BERT’s keys, and `num_steps`; `num_hidden_layers` are the',
    'layers of a step. Positions and steps are sinusoids, added before every step; norms follow the sub-layers. There is no',
    'adaptive computation time: every token takes all steps. The embeddings are normalised, where the paper scales them.',
    'Texts of a pair are not told apart by a type.',
  ].join('\n'),
  architecture: UniversalArchitecture,
  files: {
    classes: { 'universal-transformer': 'UniversalTransformer' },
    own: ['universal-transformer'],
    prefix: 'universal_transformer',
    heads: ['lm_head', 'classifier', 'qa_outputs'],
    tied: {
      'lm_head.decoder.weight': 'universal_transformer.embeddings.word_embeddings.weight',
      'lm_head.decoder.bias': 'lm_head.bias',
    },
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'B', 'sep'], secondType: 0 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as UniversalArchitecture, vocabulary),
  dimensions: (config) => encoderDimensions(config),
  resized: resizedEncoder,
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'universal_transformer.embeddings.word_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
