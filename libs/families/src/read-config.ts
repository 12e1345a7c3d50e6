import type { ModelConfig } from './family.js';
import { readStructure } from './structure/read-structure.js';
import { familyOf } from './registry.js';
import { settingsReader, type Settings } from './settings/reader.js';

/** `model_type` of a model with encodings begins so. Transformers refuses what it does not know; the family's own type it
 * would load without the encoded weights, with random ones in their place. */
const ENCODED = 'tlc-';

/** The `model_type` of a model of this one with encodings. */
export const encodedModelType = (type: string): string => `${ENCODED}${type}`;

/**
 * Reads what the JSON of a `config.json` says of the encoder.
 *
 * @param source names the file in errors
 * @throws TlcError MODEL_UNSUPPORTED with the setting; MODEL_CONFIG_INVALID where a value cannot be
 */
export function readConfig(settings: Settings, source: string): ModelConfig {
  const named = settings.model_type ?? null;
  if (typeof named !== 'string')
    throw settingsReader(settings, source).unsupported('model_type', named, 'a family by name');
  const type = named.startsWith(ENCODED) ? named.slice(ENCODED.length) : named;
  const config = { ...settings, model_type: type };
  const reader = settingsReader(config, source);
  const read = familyOf(config, source).files.readConfig(reader);
  const structure = readStructure(reader, read);
  return structure ? { ...read, structure } : read;
}
