import { postNormLayer, type LayerNames } from '../../blocks/post-norm-layer.js';
import type { Norm, Operations } from '../../operations.js';
import { relativePositions, type DebertaConfig } from './config.js';

const NAMES: LayerNames = {
  query: 'attention.self.query_proj',
  key: 'attention.self.key_proj',
  value: 'attention.self.value_proj',
  mixed: 'attention.output.dense',
  mixedNorm: 'attention.output.LayerNorm',
  up: 'intermediate.dense',
  down: 'output.dense',
  downNorm: 'output.LayerNorm',
};

/** The encoder: attention with separate terms for content and relative position (He et al. 2020, arXiv 2006.03654; version
 * 3: 2021, arXiv 2111.09543). */
export function encode<V>(on: Operations<V>, config: DebertaConfig): V {
  let x = embedded(on, config);
  const relative = config.relative_attention ? [relativeEmbeddings(on, config)] : [];
  for (let index = 0; index < config.num_hidden_layers; index++) {
    const at = `deberta.encoder.layer.${index}`;
    const body = (input: V, [own]: readonly V[]) => {
      const attend = config.relative_attention ? (qkv: V) => attention(on, config, at, index, qkv, own) : undefined;
      return postNormLayer(on, config, input, { at, index, names: NAMES }, attend);
    };
    x = on.layer(at, x, body, relative);
  }
  return x;
}

function embedded<V>(on: Operations<V>, config: DebertaConfig): V {
  const table = (name: string, entries: number) => ({ name: `deberta.embeddings.${name}_embeddings`, entries });
  const sum = on.embed(
    {
      tokens: table('word', config.vocab_size),
      ...(config.position_biased_input && { positions: table('position', config.max_position_embeddings) }),
      ...(config.type_vocab_size > 0 && { types: table('token_type', config.type_vocab_size) }),
    },
    config.hidden_size,
  );
  const how: Norm = { epsilon: config.layer_norm_eps };
  const normed = on.norm('deberta.embeddings.LayerNorm', sum, how);
  return on.dropout(normed, { site: 0, rate: config.hidden_dropout_prob });
}

/** The embeddings of relative positions, which all layers share, [2 span, hidden]. */
function relativeEmbeddings<V>(on: Operations<V>, config: DebertaConfig): V {
  const entries = 2 * relativePositions(config).span;
  const rows = on.table({ name: 'deberta.encoder.rel_embeddings', entries }, config.hidden_size);
  if (config.norm_rel_ebd === 'none') return rows;
  return on.norm('deberta.encoder.LayerNorm', rows, { epsilon: config.layer_norm_eps });
}

function attention<V>(on: Operations<V>, config: DebertaConfig, at: string, index: number, qkv: V, relative: V): V {
  const { hidden_size: hidden, num_attention_heads: heads, share_att_key: shared, pos_att_type: types } = config;
  // After the places of the layers and of the heads
  const site = 2 * config.num_hidden_layers + 10 + index;
  const rows = on.dropout(relative, { site, rate: config.hidden_dropout_prob });
  const made = (part: string) =>
    on.linear(`${at}.attention.self.${shared ? '' : 'pos_'}${part}_proj`, rows, hidden, { heads });
  return on.disentangled(qkv, {
    heads,
    ...relativePositions(config),
    ...(types.includes('c2p') && { positionKeys: made('key') }),
    ...(types.includes('p2c') && { positionQueries: made('query') }),
  });
}
