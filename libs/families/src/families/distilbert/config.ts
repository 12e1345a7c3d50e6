import type { Vocabulary } from '../../family.js';
import { MOST, MOST_DROPOUT, type SettingsReader } from '../../settings/reader.js';
import type { DistilbertArchitecture } from './architecture.js';

/** What `config.json` of DistilBERT says. */
export interface DistilbertConfig {
  readonly model_type: string;
  readonly vocab_size: number;
  readonly dim: number;
  readonly n_layers: number;
  readonly n_heads: number;
  readonly hidden_dim: number;
  readonly activation: string;
  readonly dropout: number;
  /** Carried along; TLC's attention has no dropout of its own. */
  readonly attention_dropout: number;
  readonly qa_dropout: number;
  readonly seq_classif_dropout: number;
  readonly max_position_embeddings: number;
  readonly sinusoidal_pos_embds: boolean;
  readonly initializer_range: number;
  readonly pad_token_id: number;
}

export function newConfig(architecture: DistilbertArchitecture, vocabulary: Vocabulary): DistilbertConfig {
  return {
    model_type: 'distilbert',
    vocab_size: vocabulary.size,
    dim: architecture.hidden_size,
    n_layers: architecture.layers,
    n_heads: architecture.heads,
    hidden_dim: architecture.ffn_size ?? 4 * architecture.hidden_size,
    activation: 'gelu',
    dropout: architecture.dropout,
    attention_dropout: 0,
    qa_dropout: architecture.dropout,
    seq_classif_dropout: architecture.dropout,
    max_position_embeddings: architecture.max_positions,
    sinusoidal_pos_embds: false,
    initializer_range: 0.02,
    pad_token_id: vocabulary.pad,
  };
}

/** Reads `config.json`. */
export function readConfig(settings: SettingsReader): DistilbertConfig {
  settings.fixed({ tie_word_embeddings: true });
  const config: DistilbertConfig = {
    model_type: 'distilbert',
    vocab_size: settings.whole('vocab_size', 30_522, 1, MOST.vocabulary),
    dim: settings.whole('dim', 768, 1, MOST.hidden),
    n_layers: settings.whole('n_layers', 6, 1, MOST.layers),
    n_heads: settings.whole('n_heads', 12, 1, MOST.hidden),
    hidden_dim: settings.whole('hidden_dim', 4 * 768, 1, MOST.inner),
    activation: settings.activation('activation', 'gelu'),
    dropout: settings.number('dropout', 0.1, 0, MOST_DROPOUT),
    attention_dropout: settings.number('attention_dropout', 0.1, 0, MOST_DROPOUT),
    qa_dropout: settings.number('qa_dropout', 0.1, 0, MOST_DROPOUT),
    seq_classif_dropout: settings.number('seq_classif_dropout', 0.2, 0, MOST_DROPOUT),
    max_position_embeddings: settings.whole('max_position_embeddings', 512, 1, MOST.positions),
    sinusoidal_pos_embds: settings.flag('sinusoidal_pos_embds', false),
    initializer_range: settings.number('initializer_range', 0.02, 0, 1e6),
    pad_token_id: settings.whole('pad_token_id', 0, 0, MOST.vocabulary),
  };
  settings.multiple('dim', config.dim, 'n_heads', config.n_heads);
  return config;
}
