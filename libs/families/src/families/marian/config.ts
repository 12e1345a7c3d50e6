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

/** Matrices begin with half of the deviation of Glorot's uniform ones for square matrices (Glorot and Bengio 2010): what a
 * sub-layer adds is then small beside what it adds to, and layers whose norms come last learn sooner (Liu et al. 2020, arXiv
 * 2004.08249; Wang et al. 2022, arXiv 2203.00555), by AdamW and by Muon; docs/results has the losses. */
export function newConfig(architecture: MarianArchitecture, vocabulary: Vocabulary): MarianConfig {
  const config = newEncoderDecoderConfig('marian', architecture, vocabulary);
  return { ...config, init_std: config.init_std / 2, forced_eos_token_id: config.eos_token_id };
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
