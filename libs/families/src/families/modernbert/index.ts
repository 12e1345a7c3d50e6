import type { Family } from '../../family.js';
import { ModernbertArchitecture } from './architecture.js';
import { newConfig, readConfig, REVERSIBLE, writtenSettings, type ModernbertConfig } from './config.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<ModernbertConfig> = {
  id: 'modernbert',
  title: 'ModernBERT',
  paper: 'Warner et al. 2024, arXiv 2412.13663',
  note: [
    'With `reversible: true` the model is another one, of TLC’s own: `model_type` is `reversible-modernbert`, which',
    'Transformers refuses by name. Two streams begin as the embeddings, y1 = x1 + attention(x2), y2 = x2 + feedForward(y1), and',
    'the last norm takes their sum. Training keeps the two streams at the end of the layers, whatever their number, in place of',
    'what each layer computes, and backward computes each again, as `gradient_checkpointing` does, which changes nothing then.',
  ].join('\n'),
  architecture: ModernbertArchitecture,
  files: {
    classes: { modernbert: 'ModernBert', [REVERSIBLE]: 'ReversibleModernBert' },
    own: [REVERSIBLE],
    prefix: 'model',
    heads: ['head', 'decoder', 'classifier'],
    tied: { 'decoder.weight': 'model.embeddings.tok_embeddings.weight' },
    tokenIds: { bos_token_id: 'cls', cls_token_id: 'cls', eos_token_id: 'sep', sep_token_id: 'sep' },
    settings: writtenSettings,
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'B', 'sep'], secondType: 0 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as ModernbertArchitecture, vocabulary),
  dimensions: (config) => ({
    vocabulary: config.vocab_size,
    hidden: config.hidden_size,
    layers: config.num_hidden_layers,
    heads: config.num_attention_heads,
    inner: config.intermediate_size,
    positions: config.max_position_embeddings,
    types: 0,
  }),
  resized: (config, { layers = config.num_hidden_layers, hidden = config.hidden_size, inner }) => ({
    ...config,
    num_hidden_layers: layers,
    hidden_size: hidden,
    intermediate_size: inner ?? Math.ceil((config.intermediate_size * hidden) / config.hidden_size),
  }),
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'model.embeddings.tok_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
