import type { Vocabulary } from '../../family.js';
import { newEncoderConfig, readEncoderConfig, type EncoderConfig } from '../../settings/encoder-config.js';
import { MOST, MOST_DROPOUT, type SettingsReader } from '../../settings/reader.js';
import type { DebertaArchitecture } from './architecture.js';

/** What `config.json` of DeBERTa 2 and 3 says. */
export interface DebertaConfig extends EncoderConfig {
  /** Whether scores depend on relative positions at all. */
  readonly relative_attention: boolean;
  /** The longest relative distance; less than 1 stands for max_position_embeddings. */
  readonly max_relative_positions: number;
  /** Relative positions on either side, growing with distance; less than 1: each distance is one. */
  readonly position_buckets: number;
  readonly norm_rel_ebd: 'none' | 'layer_norm';
  /** Whether keys and queries of positions are made by the layers of content. */
  readonly share_att_key: boolean;
  /** Content to position, position to content. */
  readonly pos_att_type: readonly string[];
  /** Whether absolute positions are added to the embeddings. */
  readonly position_biased_input: boolean;
  readonly pooler_hidden_act: string;
  readonly pooler_dropout: number;
  readonly cls_dropout?: number;
  /** Whether the head of masked LM has the names of BERT's. */
  readonly legacy: boolean;
}

export function newConfig(architecture: DebertaArchitecture, vocabulary: Vocabulary): DebertaConfig {
  return {
    ...newEncoderConfig('deberta-v2', architecture, vocabulary),
    type_vocab_size: 0,
    layer_norm_eps: 1e-7,
    relative_attention: true,
    max_relative_positions: -1,
    position_buckets: architecture.position_buckets ?? Math.min(256, Math.ceil(architecture.max_positions / 2)),
    norm_rel_ebd: 'layer_norm',
    share_att_key: true,
    pos_att_type: ['p2c', 'c2p'],
    position_biased_input: false,
    pooler_hidden_act: 'gelu',
    pooler_dropout: 0,
    legacy: true,
  };
}

/** Reads `config.json`. */
export function readConfig(settings: SettingsReader): DebertaConfig {
  const config = readEncoderConfig(settings, {
    vocab_size: 128_100,
    hidden_size: 1536,
    num_hidden_layers: 24,
    num_attention_heads: 24,
    intermediate_size: 6144,
    type_vocab_size: 0,
    layer_norm_eps: 1e-7,
  });
  settings.fixed({ embedding_size: config.hidden_size, pooler_hidden_size: config.hidden_size, conv_kernel_size: 0 });
  const clsDropout = settings.optionalNumber('cls_dropout', 0, MOST_DROPOUT);
  const whole: DebertaConfig = {
    ...config,
    relative_attention: settings.flag('relative_attention', false),
    max_relative_positions: settings.whole('max_relative_positions', -1, -1, MOST.positions),
    position_buckets: settings.whole('position_buckets', -1, -1, MOST.positions),
    norm_rel_ebd: settings.choice('norm_rel_ebd', 'none', ['none', 'layer_norm']),
    share_att_key: settings.flag('share_att_key', false),
    pos_att_type: attentionTypes(settings),
    position_biased_input: settings.flag('position_biased_input', true),
    pooler_hidden_act: settings.activation('pooler_hidden_act', 'gelu'),
    pooler_dropout: settings.number('pooler_dropout', 0, 0, MOST_DROPOUT),
    ...(clsDropout !== undefined && { cls_dropout: clsDropout }),
    legacy: settings.flag('legacy', true),
  };
  const { span, distance, logBuckets } = relativePositions(whole);
  if (logBuckets && distance < Math.floor(span / 2) + 2) {
    throw settings.invalid('position_buckets', span, `at most twice the longest distance, ${distance}`);
  }
  return whole;
}

/** A list, or one text with bars between. */
function attentionTypes(settings: SettingsReader): string[] {
  const given = settings.all.pos_att_type ?? [];
  const types: unknown[] = typeof given === 'string' ? given.toLowerCase().split('|') : (given as unknown[]);
  const known = ['c2p', 'p2c'];
  if (Array.isArray(types) && types.every((type) => known.includes(type as string))) return types as string[];
  throw settings.unsupported('pos_att_type', given, '"c2p" and "p2c"');
}

/** Half the number of relative positions that are told apart, and the longest distance. */
export function relativePositions(config: DebertaConfig): { span: number; distance: number; logBuckets: boolean } {
  const { max_relative_positions: most, max_position_embeddings: positions, position_buckets: buckets } = config;
  const distance = most < 1 ? positions : most;
  return { span: buckets > 0 ? buckets : distance, distance, logBuckets: buckets > 0 };
}
