import type { Family } from '../../family.js';
import { encoderDimensions, resizedEncoder } from '../../settings/encoder-config.js';
import { DebertaArchitecture } from './architecture.js';
import { newConfig, readConfig, type DebertaConfig } from './config.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<DebertaConfig> = {
  id: 'deberta-v2',
  title: 'DeBERTa',
  paper: 'He et al. 2021, arXiv 2111.09543',
  architecture: DebertaArchitecture,
  files: {
    classes: { 'deberta-v2': 'DebertaV2' },
    prefix: 'deberta',
    heads: ['cls', 'lm_predictions', 'mask_predictions', 'pooler', 'classifier', 'qa_outputs'],
    ignored: [/^deberta\.embeddings\.(position_ids|token_type_ids)$/],
    tied: {
      'cls.predictions.decoder.weight': 'deberta.embeddings.word_embeddings.weight',
      'cls.predictions.decoder.bias': 'cls.predictions.bias',
    },
    settings: (config) => ({ pooler_hidden_size: config.hidden_size }),
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'B', 'sep'], secondType: 1 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as DebertaArchitecture, vocabulary),
  dimensions: (config) => encoderDimensions(config),
  resized: resizedEncoder,
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'deberta.embeddings.word_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
