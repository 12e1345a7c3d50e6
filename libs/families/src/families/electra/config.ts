import type { Vocabulary } from '../../family.js';
import { newEncoderConfig, readEncoderConfig, type EncoderConfig } from '../../settings/encoder-config.js';
import { MOST, type SettingsReader } from '../../settings/reader.js';
import type { ElectraArchitecture } from './architecture.js';

/** What `config.json` of ELECTRA says, of generator and discriminator alike. */
export interface ElectraConfig extends EncoderConfig {
  /** Width of the embeddings, which a layer widens where the hidden size is another. */
  readonly embedding_size: number;
}

export function newConfig(architecture: ElectraArchitecture, vocabulary: Vocabulary): ElectraConfig {
  return {
    ...newEncoderConfig('electra', architecture, vocabulary),
    embedding_size: architecture.embedding_size ?? architecture.hidden_size,
  };
}

/** Reads `config.json`. */
export const readConfig = (settings: SettingsReader): ElectraConfig => ({
  ...readEncoderConfig(settings, { hidden_size: 256, num_attention_heads: 4, intermediate_size: 1024 }),
  embedding_size: settings.whole('embedding_size', 128, 1, MOST.hidden),
});
