import type { Family } from '../../family.js';
import { encoderDimensions, resizedEncoder, type EncoderConfig } from '../../settings/encoder-config.js';
import { firstPosition } from '../../settings/padded-positions.js';
import { RobertaPreNormArchitecture } from './architecture.js';
import { newConfig, readConfig, REVERSIBLE } from './config.js';
import { encode } from './encode.js';
import { heads } from './heads.js';

const family: Family<EncoderConfig> = {
  id: 'roberta-prelayernorm',
  title: 'RoBERTa with pre-norm',
  paper: 'Wang et al. 2019, arXiv 1906.01787',
  note: [
    'With `reversible: true` the model is another one, of TLC’s own: `model_type` is `reversible-roberta-prelayernorm`, which',
    'Transformers refuses by name. Two streams begin as the embeddings, y1 = x1 + attention(x2), y2 = x2 + feedForward(y1), and',
    'the last norm takes their sum. Training keeps the two streams at the end of the layers, whatever their number, in place of',
    'what each layer computes, and backward computes each again, as `gradient_checkpointing` does, which changes nothing then.',
  ].join('\n'),
  architecture: RobertaPreNormArchitecture,
  files: {
    classes: { 'roberta-prelayernorm': 'RobertaPreLayerNorm', [REVERSIBLE]: 'ReversibleRobertaPreLayerNorm' },
    own: [REVERSIBLE],
    prefix: 'roberta_prelayernorm',
    heads: ['lm_head', 'classifier', 'qa_outputs'],
    // TLC's heads do without the pooler, as those of Transformers do
    ignored: [/^roberta_prelayernorm\.embeddings\.(position_ids|token_type_ids)$/, /^roberta_prelayernorm\.pooler\./],
    tied: {
      'lm_head.decoder.weight': 'roberta_prelayernorm.embeddings.word_embeddings.weight',
      'lm_head.decoder.bias': 'lm_head.bias',
    },
    tokenIds: { bos_token_id: 'cls', eos_token_id: 'sep' },
    readConfig,
  },
  tokens: { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'sep', 'B', 'sep'], secondType: 0 },
  newConfig: (architecture, vocabulary) => newConfig(architecture as RobertaPreNormArchitecture, vocabulary),
  dimensions: (config) => encoderDimensions(config, firstPosition(config)),
  resized: resizedEncoder,
  initial: (config) => ({
    deviation: config.initializer_range,
    padding: { table: 'roberta_prelayernorm.embeddings.word_embeddings', row: config.pad_token_id },
  }),
  encode,
  heads,
};

export default family;
