import type { Family } from '../../family.js';
import {
  encoderDimensions,
  newEncoderConfig,
  readEncoderConfig,
  resizedEncoder,
  type EncoderConfig,
} from '../../settings/encoder-config.js';
import { BertArchitecture } from './architecture.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<EncoderConfig> = {
  id: 'bert',
  title: 'BERT',
  paper: 'Devlin et al. 2018, arXiv 1810.04805',
  isDefault: true,
  architecture: BertArchitecture,
  files: {
    classes: { bert: 'Bert' },
    prefix: 'bert',
    heads: ['cls', 'classifier', 'qa_outputs'],
    ignored: [/^bert\.embeddings\.(position_ids|token_type_ids)$/, /^cls\.seq_relationship\./],
    renamed: [
      [/\.LayerNorm\.gamma$/, '.LayerNorm.weight'],
      [/\.LayerNorm\.beta$/, '.LayerNorm.bias'],
    ],
    tied: {
      'cls.predictions.decoder.weight': 'bert.embeddings.word_embeddings.weight',
      'cls.predictions.decoder.bias': 'cls.predictions.bias',
    },
    optional: ['bert.pooler.dense'],
    classHeads: { ForPreTraining: 'masked-lm' },
    settings: () => ({ position_embedding_type: 'absolute' }),
    readConfig: (settings) => readEncoderConfig(settings),
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'B', 'sep'], secondType: 1 },
  newConfig: (architecture, vocabulary) => newEncoderConfig('bert', architecture as BertArchitecture, vocabulary),
  dimensions: (config) => encoderDimensions(config),
  resized: resizedEncoder,
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'bert.embeddings.word_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
