import { embeddings } from '../../blocks/embeddings.js';
import { postNormLayer, type LayerNames } from '../../blocks/post-norm-layer.js';
import type { Operations } from '../../operations.js';
import type { AlbertConfig } from './config.js';

const NAMES: LayerNames = {
  query: 'attention.query',
  key: 'attention.key',
  value: 'attention.value',
  mixed: 'attention.dense',
  mixedNorm: 'attention.LayerNorm',
  up: 'ffn',
  down: 'ffn_output',
  downNorm: 'full_layer_layer_norm',
};

/** The encoder: embeddings narrower than the hidden states, and layers that share their parameters (Lan et al. 2019, arXiv
 * 1909.11942, section 3.1). */
export function encode<V>(on: Operations<V>, config: AlbertConfig): V {
  const narrow = embeddings(on, config, { prefix: 'albert.embeddings', width: config.embedding_size });
  let x = on.linear('albert.encoder.embedding_hidden_mapping_in', narrow, config.hidden_size);
  const { num_hidden_layers: layers, num_hidden_groups: groups, inner_group_num: inner } = config;
  for (let index = 0; index < layers * inner; index++) {
    const group = Math.floor((Math.floor(index / inner) * groups) / layers);
    const at = `albert.encoder.albert_layer_groups.${group}.albert_layers.${index % inner}`;
    x = on.layer(at, x, (input) =>
      postNormLayer(on, { ...config, fed_dropout: 0 }, input, { at, index, names: NAMES }),
    );
  }
  return x;
}
