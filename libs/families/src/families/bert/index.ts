import type { Family } from '../../family.js';
import { BertArchitecture } from './architecture.js';
import { newConfig, readConfig, type BertConfig } from './config.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<BertConfig> = {
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
    settings: { position_embedding_type: 'absolute' },
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'B', 'sep'], secondType: 1 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as BertArchitecture, vocabulary),
  dimensions: (config) => ({
    vocabulary: config.vocab_size,
    hidden: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    inner: config.intermediate_size,
    positions: config.max_position_embeddings,
    types: config.type_vocab_size,
  }),
  resized: (config, { layers = config.num_hidden_layers, hidden = config.hidden_size }) => ({
    ...config,
    num_hidden_layers: layers,
    hidden_size: hidden,
    intermediate_size: Math.ceil((config.intermediate_size / config.hidden_size) * hidden),
  }),
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'bert.embeddings.word_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
