import type { Vocabulary } from '../../family.js';
import { newEncoderConfig, readEncoderConfig, type EncoderConfig } from '../../settings/encoder-config.js';
import { MOST, type SettingsReader } from '../../settings/reader.js';
import type { UniversalArchitecture } from './architecture.js';

/** What `config.json` of a Universal Transformer says. `num_hidden_layers` are those of a step. */
export interface UniversalConfig extends EncoderConfig {
  /** How often the layers are applied. */
  readonly num_steps: number;
}

/** The layers that a token passes, one after another. */
export const depthOf = ({ num_hidden_layers: layers, num_steps: steps }: UniversalConfig): number => layers * steps;

export function newConfig(architecture: UniversalArchitecture, vocabulary: Vocabulary): UniversalConfig {
  return {
    ...newEncoderConfig('universal-transformer', architecture, vocabulary),
    hidden_act: 'relu',
    type_vocab_size: 0,
    layer_norm_eps: 1e-5,
    num_steps: architecture.steps,
  };
}

/** Reads `config.json`. */
export function readConfig(settings: SettingsReader): UniversalConfig {
  settings.fixed({ type_vocab_size: 0 });
  const own = { num_hidden_layers: 1, hidden_act: 'relu', type_vocab_size: 0, layer_norm_eps: 1e-5 };
  return { ...readEncoderConfig(settings, own), num_steps: settings.whole('num_steps', 6, 1, MOST.layers) };
}
