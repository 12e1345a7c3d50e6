import { SHARED_COPIES } from '../../blocks/shared-embeddings.js';
import type { Family } from '../../family.js';
import {
  encoderDecoderDimensions,
  resizedEncoderDecoder,
  type EncoderDecoderConfig,
} from '../../settings/encoder-decoder-config.js';
import { M2m100Architecture } from './architecture.js';
import { newConfig, readConfig } from './config.js';
import { decode } from './decode.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<EncoderDecoderConfig> = {
  id: 'm2m_100',
  title: 'M2M-100',
  paper: 'Fan et al. 2020, arXiv 2010.11125',
  note: [
    'The Transformer with norms before the sub-layers and at the end of encoder and decoder, which deep encoders need to be',
    'trained (Wang et al. 2019, arXiv 1906.01787); NLLB-200’s dense models are of this type, too. Sinusoidal positions, and one table',
    'of embeddings for source, target and output. There is no LayerDrop in training.',
  ].join('\n'),
  architecture: M2m100Architecture,
  files: {
    classes: { m2m_100: 'M2M100' },
    prefix: 'model',
    heads: ['lm_head'],
    ignored: [/^model\.(encoder|decoder)\.embed_positions\.weights?$/],
    tied: SHARED_COPIES,
    classHeads: { ForConditionalGeneration: 'seq2seq-lm' },
    settings: () => ({ is_encoder_decoder: true, encoder_layerdrop: 0, decoder_layerdrop: 0 }),
    readConfig,
  },
  tokens: { single: ['A', 'sep'], pair: ['A', 'sep', 'B', 'sep'], secondType: 0 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as M2m100Architecture, vocabulary),
  dimensions: encoderDecoderDimensions,
  resized: resizedEncoderDecoder,
  initial: (config) => ({
    deviation: config.init_std,
    padding: { table: 'model.shared', row: config.pad_token_id },
  }),
  target: ({ decoder_start_token_id: start, eos_token_id: end }) => ({ start, end, never: [] }),
  encode,
  decode,
  heads,
};

export default family;
