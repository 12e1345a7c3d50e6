import type { Family } from '../../family.js';
import { encoderDimensions, resizedEncoder } from '../../settings/encoder-config.js';
import { AlbertArchitecture } from './architecture.js';
import { newConfig, readConfig, type AlbertConfig } from './config.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<AlbertConfig> = {
  id: 'albert',
  title: 'ALBERT',
  paper: 'Lan et al. 2019, arXiv 1909.11942',
  architecture: AlbertArchitecture,
  files: {
    classes: { albert: 'Albert' },
    prefix: 'albert',
    heads: ['predictions', 'classifier', 'qa_outputs'],
    ignored: [/^albert\.embeddings\.(position_ids|token_type_ids)$/, /^sop_classifier\./],
    tied: {
      'predictions.decoder.weight': 'albert.embeddings.word_embeddings.weight',
      'predictions.decoder.bias': 'predictions.bias',
    },
    optional: ['albert.pooler'],
    classHeads: { ForPreTraining: 'masked-lm' },
    tokenIds: { bos_token_id: 'cls', eos_token_id: 'sep' },
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'B', 'sep'], secondType: 1 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as AlbertArchitecture, vocabulary),
  dimensions: (config) => ({
    ...encoderDimensions(config),
    layers: config.num_hidden_layers * config.inner_group_num,
  }),
  resized: resizedEncoder,
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'albert.embeddings.word_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
