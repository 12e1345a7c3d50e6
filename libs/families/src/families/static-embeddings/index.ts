import type { Family } from '../../family.js';
import { StaticArchitecture } from './architecture.js';
import { dimensionsOf, newConfig, readConfig, type StaticConfig } from './config.js';
import { encode, TABLE } from './encode.js';
import { heads } from './heads.js';

const family: Family<StaticConfig> = {
  id: 'static-embeddings',
  title: 'Static embeddings',
  paper: 'Iyyer et al. 2015, ACL P15-1162; of a model’s tokens as Model2Vec has them, Tulkens and van Dongen 2024',
  note: [
    'A model of TLC’s own: a table of token vectors, and a head of two layers on the mean of a text’s. It has no layers and no',
    'positions, takes texts of any length, and is made of another model by the method `static-distillation`; it cannot be',
    'pre-trained, for it tells no masked token from another.',
  ].join('\n'),
  isStatic: true,
  architecture: StaticArchitecture,
  files: {
    classes: { 'static-embeddings': 'StaticEmbeddings' },
    own: ['static-embeddings'],
    prefix: 'static_embeddings',
    heads: ['classifier'],
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'B', 'sep'], secondType: 0 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as StaticArchitecture, vocabulary),
  dimensions: dimensionsOf,
  resized: (config, { hidden = config.hidden_size }) => ({ ...config, hidden_size: hidden }),
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: TABLE, row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
