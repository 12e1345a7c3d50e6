import { readEncoderConfig, type EncoderConfig } from '../../settings/encoder-config.js';
import type { SettingsReader } from '../../settings/reader.js';

/** Reads `config.json`. XLM-RoBERTa and CamemBERT differ in the vocabulary alone. */
export function readConfig(settings: SettingsReader): EncoderConfig {
  const isFirst = settings.all.model_type === 'roberta';
  return readEncoderConfig(settings, { vocab_size: isFirst ? 50_265 : 30_522, pad_token_id: 1 });
}
