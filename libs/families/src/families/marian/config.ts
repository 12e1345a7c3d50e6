import type { Vocabulary } from '../../family.js';
import {
  newEncoderDecoderConfig,
  readEncoderDecoderConfig,
  type EncoderDecoderConfig,
} from '../../settings/encoder-decoder-config.js';
import type { SettingsReader } from '../../settings/reader.js';
import type { MarianArchitecture } from './architecture.js';

/** What `config.json` says of a Marian, in Transformers' words. */
export interface MarianConfig extends EncoderDecoderConfig {
  readonly forced_eos_token_id: number | null;
}

export function newConfig(architecture: MarianArchitecture, vocabulary: Vocabulary): MarianConfig {
  const config = newEncoderDecoderConfig('marian', architecture, vocabulary);
  return { ...config, forced_eos_token_id: config.eos_token_id };
}

export function readConfig(settings: SettingsReader): MarianConfig {
  settings.fixed({ share_encoder_decoder_embeddings: true, encoder_layerdrop: 0, decoder_layerdrop: 0 });
  const config = readEncoderDecoderConfig(settings, {
    vocab_size: 58_101,
    activation_function: 'gelu',
    attention_dropout: 0,
    scale_embedding: false,
    pad_token_id: 58_100,
    eos_token_id: 0,
    decoder_start_token_id: 58_100,
  });
  settings.fixed({ decoder_vocab_size: config.vocab_size });
  const { forced_eos_token_id: forced } = settings.all;
  return {
    ...config,
    forced_eos_token_id: forced === null ? null : settings.whole('forced_eos_token_id', 0, 0, config.vocab_size - 1),
  };
}
