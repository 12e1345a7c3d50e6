import type { Family } from '../../family.js';
import { encoderDimensions, resizedEncoder } from '../../settings/encoder-config.js';
import { ElectraArchitecture } from './architecture.js';
import { newConfig, readConfig, type ElectraConfig } from './config.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<ElectraConfig> = {
  id: 'electra',
  title: 'ELECTRA',
  paper: 'Clark et al. 2020, arXiv 2003.10555',
  architecture: ElectraArchitecture,
  files: {
    classes: { electra: 'Electra' },
    prefix: 'electra',
    heads: ['generator_predictions', 'generator_lm_head', 'discriminator_predictions', 'classifier', 'qa_outputs'],
    ignored: [/^electra\.embeddings\.(position_ids|token_type_ids)$/],
    tied: { 'generator_lm_head.weight': 'electra.embeddings.word_embeddings.weight' },
    classHeads: { ForPreTraining: 'replaced-tokens' },
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'B', 'sep'], secondType: 1 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as ElectraArchitecture, vocabulary),
  dimensions: (config) => encoderDimensions(config),
  resized: resizedEncoder,
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'electra.embeddings.word_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
