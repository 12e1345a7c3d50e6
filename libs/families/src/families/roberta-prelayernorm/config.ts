import { readEncoderConfig, type EncoderConfig } from '../../settings/encoder-config.js';
import type { SettingsReader } from '../../settings/reader.js';

/** Reads `config.json`. */
export const readConfig = (settings: SettingsReader): EncoderConfig =>
  readEncoderConfig(settings, { vocab_size: 50_265, pad_token_id: 1 });
