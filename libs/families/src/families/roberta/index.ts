import type { Family } from '../../family.js';
import { encoderDimensions, resizedEncoder, type EncoderConfig } from '../../settings/encoder-config.js';
import { firstPosition, newPaddedConfig } from '../../settings/padded-positions.js';
import { RobertaArchitecture } from './architecture.js';
import { readConfig } from './config.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<EncoderConfig> = {
  id: 'roberta',
  title: 'RoBERTa',
  paper: 'Liu et al. 2019, arXiv 1907.11692',
  architecture: RobertaArchitecture,
  files: {
    classes: { roberta: 'Roberta', 'xlm-roberta': 'XLMRoberta', camembert: 'Camembert' },
    prefix: 'roberta',
    heads: ['lm_head', 'classifier', 'qa_outputs'],
    // TLC's heads do without the pooler, as those of Transformers do
    ignored: [/^roberta\.embeddings\.(position_ids|token_type_ids)$/, /^roberta\.pooler\./],
    tied: {
      'lm_head.decoder.weight': 'roberta.embeddings.word_embeddings.weight',
      'lm_head.decoder.bias': 'lm_head.bias',
    },
    tokenIds: { bos_token_id: 'cls', eos_token_id: 'sep' },
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'sep', 'B', 'sep'], secondType: 0 },
  newConfig: (architecture, vocabulary) => newPaddedConfig('roberta', architecture as RobertaArchitecture, vocabulary),
  dimensions: (config) => encoderDimensions(config, firstPosition(config)),
  resized: resizedEncoder,
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'roberta.embeddings.word_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
