import type { Family } from '../../family.js';
import { DistilbertArchitecture } from './architecture.js';
import { newConfig, readConfig, type DistilbertConfig } from './config.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<DistilbertConfig> = {
  id: 'distilbert',
  title: 'DistilBERT',
  paper: 'Sanh et al. 2019, arXiv 1910.01108',
  architecture: DistilbertArchitecture,
  files: {
    classes: { distilbert: 'DistilBert' },
    prefix: 'distilbert',
    heads: ['vocab_transform', 'vocab_layer_norm', 'vocab_projector', 'pre_classifier', 'classifier', 'qa_outputs'],
    ignored: [/^distilbert\.embeddings\.position_ids$/],
    tied: { 'vocab_projector.weight': 'distilbert.embeddings.word_embeddings.weight' },
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'B', 'sep'], secondType: 0 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as DistilbertArchitecture, vocabulary),
  dimensions: (config) => ({
    vocabulary: config.vocab_size,
    hidden: config.dim,
    layers: config.n_layers,
    heads: config.n_heads,
    inner: config.hidden_dim,
    positions: config.max_position_embeddings,
    types: 0,
  }),
  resized: (config, { layers = config.n_layers, hidden = config.dim, inner }) => ({
    ...config,
    n_layers: layers,
    dim: hidden,
    hidden_dim: inner ?? Math.ceil((config.hidden_dim * hidden) / config.dim),
  }),
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'distilbert.embeddings.word_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
