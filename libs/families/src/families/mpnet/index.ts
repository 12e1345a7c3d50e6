import type { Family } from '../../family.js';
import { encoderDimensions, resizedEncoder } from '../../settings/encoder-config.js';
import { MpnetArchitecture } from './architecture.js';
import { FIRST_POSITION, newConfig, readConfig, type MpnetConfig } from './config.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<MpnetConfig> = {
  id: 'mpnet',
  title: 'MPNet',
  paper: 'Song et al. 2020, arXiv 2004.09297',
  architecture: MpnetArchitecture,
  files: {
    classes: { mpnet: 'MPNet' },
    prefix: 'mpnet',
    heads: ['lm_head', 'classifier', 'qa_outputs'],
    // TLC's heads do without the pooler, as those of Transformers do
    ignored: [/^mpnet\.embeddings\.(position_ids|token_type_ids)$/, /^mpnet\.pooler\./],
    tied: {
      'lm_head.decoder.weight': 'mpnet.embeddings.word_embeddings.weight',
      'lm_head.decoder.bias': 'lm_head.bias',
    },
    tokenIds: { bos_token_id: 'cls', eos_token_id: 'sep' },
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'sep', 'B', 'sep'], secondType: 0 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as MpnetArchitecture, vocabulary),
  dimensions: (config) => encoderDimensions(config, FIRST_POSITION),
  resized: resizedEncoder,
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'mpnet.embeddings.word_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
