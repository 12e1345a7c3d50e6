import type { Vocabulary } from '../../family.js';
import { readEncoderConfig, type EncoderConfig } from '../../settings/encoder-config.js';
import { newPaddedConfig } from '../../settings/padded-positions.js';
import type { SettingsReader } from '../../settings/reader.js';
import type { RobertaPreNormArchitecture } from './architecture.js';

/** The `model_type` of the model with reversible layers: TLC's own. */
export const REVERSIBLE = 'reversible-roberta-prelayernorm';

export const newConfig = (architecture: RobertaPreNormArchitecture, vocabulary: Vocabulary): EncoderConfig =>
  newPaddedConfig(architecture.reversible ? REVERSIBLE : 'roberta-prelayernorm', architecture, vocabulary);

/** Reads `config.json`. */
export const readConfig = (settings: SettingsReader): EncoderConfig =>
  readEncoderConfig(settings, { vocab_size: 50_265, pad_token_id: 1 });
