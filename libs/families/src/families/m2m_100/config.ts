import type { Vocabulary } from '../../family.js';
import {
  newEncoderDecoderConfig,
  readEncoderDecoderConfig,
  type EncoderDecoderConfig,
} from '../../settings/encoder-decoder-config.js';
import type { SettingsReader } from '../../settings/reader.js';
import type { M2m100Architecture } from './architecture.js';

/** Position of a text's first token: the sinusoids are numbered as a table of RoBERTa's would be. */
export const firstPosition = ({ pad_token_id: pad }: EncoderDecoderConfig): number => pad + 1;

export const newConfig = (architecture: M2m100Architecture, vocabulary: Vocabulary): EncoderDecoderConfig =>
  newEncoderDecoderConfig('m2m_100', architecture, vocabulary);

export const readConfig = (settings: SettingsReader): EncoderDecoderConfig =>
  readEncoderDecoderConfig(settings, {
    vocab_size: 128_112,
    activation_function: 'relu',
    attention_dropout: 0.1,
    scale_embedding: true,
    pad_token_id: 1,
    eos_token_id: 2,
    decoder_start_token_id: 2,
  });
