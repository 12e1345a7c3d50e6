import { SHARED_COPIES } from '../../blocks/shared-embeddings.js';
import type { Family } from '../../family.js';
import { encoderDecoderDimensions, resizedEncoderDecoder } from '../../settings/encoder-decoder-config.js';
import { MarianArchitecture } from './architecture.js';
import { newConfig, readConfig, type MarianConfig } from './config.js';
import { decode } from './decode.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<MarianConfig> = {
  id: 'marian',
  title: 'Transformer of an encoder and a decoder',
  isDefault: true,
  paper: 'Vaswani et al. 2017, arXiv 1706.03762',
  note: [
    'The Transformer as it was published, in the words of Transformers’ Marian: norms after the sub-layers, sinusoidal',
    'positions, one table of embeddings for source, target and output, and a bias on the logits. Methods that drop layers or',
    'cut heads and feed-forward neurons cut those of the encoder; weights are pruned, quantized and factorized on both sides.',
  ].join('\n'),
  architecture: MarianArchitecture,
  files: {
    classes: { marian: 'Marian' },
    prefix: 'model',
    heads: ['lm_head', 'final_logits_bias'],
    ignored: [/^model\.(encoder|decoder)\.embed_positions\.weight$/],
    tied: SHARED_COPIES,
    rowVectors: ['final_logits_bias'],
    classHeads: { MTModel: 'seq2seq-lm' },
    settings: () => ({
      is_encoder_decoder: true,
      share_encoder_decoder_embeddings: true,
      tie_word_embeddings: true,
    }),
    readConfig,
  },
  tokens: { single: ['A', 'sep'], pair: ['A', 'sep', 'B', 'sep'], secondType: 0 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as MarianArchitecture, vocabulary),
  dimensions: encoderDecoderDimensions,
  resized: resizedEncoderDecoder,
  initial: (config) => ({
    deviation: config.init_std,
    // Multiplied by the root of their width they are 1, as large as the sinusoids that are added (Vaswani et al. 2017, 3.4)
    own: (name) => (config.scale_embedding && name === 'model.shared.weight' ? config.d_model ** -0.5 : undefined),
    padding: { table: 'model.shared', row: config.pad_token_id },
  }),
  target: ({ decoder_start_token_id: start, eos_token_id: end, pad_token_id: pad }) => ({
    start,
    end,
    never: pad === end ? [] : [pad],
  }),
  encode,
  decode,
  heads,
};

export default family;
