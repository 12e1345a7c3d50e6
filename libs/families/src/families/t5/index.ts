import type { Family } from '../../family.js';
import { T5Architecture } from './architecture.js';
import { newConfig, readConfig, type T5Config } from './config.js';
import { decode } from './decode.js';
import { encode } from './encode.js';
import { heads } from './heads.js';
import { initial } from './initial.js';

const HEAD = 'lm_head.weight';

const family: Family<T5Config> = {
  id: 't5',
  title: 'T5',
  paper: 'Raffel et al. 2020, arXiv 1910.10683',
  note: [
    'An encoder and a decoder with norms of the root mean square before the sub-layers, no biases, and positions that are',
    'told by a bias of the scores alone; version 1.1 and its relatives (Flan-T5, ByT5) with a gated block and an output',
    'layer of its own. Dropout is that of embeddings, sub-layers and the ends of both stacks; there is none within attention',
    'and the feed-forward block. `max_positions` limits what is encoded, not the model.',
  ].join('\n'),
  architecture: T5Architecture,
  files: {
    classes: { t5: 'T5' },
    prefix: '',
    heads: ['lm_head'],
    // Older files have a table there that nothing reads
    ignored: [/EncDecAttention\.relative_attention_bias\.weight$/],
    tied: {
      'encoder.embed_tokens.weight': 'shared.weight',
      'decoder.embed_tokens.weight': 'shared.weight',
      [HEAD]: 'shared.weight',
    },
    untied: ({ tie_word_embeddings: tied }) => (tied ? [] : [HEAD]),
    // Transformers 5 writes `tie_word_embeddings: true` of all, and tells by the tensors
    withTensors: (config, has) =>
      config.scale_decoder_outputs ? config : { ...config, tie_word_embeddings: !has(HEAD) },
    classHeads: { ForConditionalGeneration: 'seq2seq-lm' },
    settings: () => ({ is_encoder_decoder: true }),
    readConfig,
  },
  tokens: { single: ['A', 'sep'], pair: ['A', 'sep', 'B', 'sep'], secondType: 0 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as T5Architecture, vocabulary),
  dimensions: (config) => ({
    vocabulary: config.vocab_size,
    hidden: config.d_model,
    layers: config.num_layers,
    heads: config.num_heads,
    inner: config.d_ff,
    positions: config.n_positions,
    types: 1,
  }),
  // Depth is the encoder's, which methods cut
  resized(config, { layers = config.num_layers, hidden = config.d_model, inner }) {
    const ofWidth = (width: number) => Math.ceil((width * hidden) / config.d_model);
    return {
      ...config,
      d_model: hidden,
      d_kv: ofWidth(config.d_kv),
      d_ff: inner ?? ofWidth(config.d_ff),
      num_layers: layers,
    };
  },
  initial,
  target: ({ decoder_start_token_id: start, eos_token_id: end }) => ({ start, end, never: [] }),
  encode,
  decode,
  heads,
};

export default family;
