import { embeddings } from '../../blocks/embeddings.js';
import { postNormLayer, type LayerNames } from '../../blocks/post-norm-layer.js';
import type { Operations } from '../../operations.js';
import type { DistilbertConfig } from './config.js';

/** Added to the variance in every norm. */
export const EPSILON = 1e-12;

const NAMES: LayerNames = {
  query: 'attention.q_lin',
  key: 'attention.k_lin',
  value: 'attention.v_lin',
  mixed: 'attention.out_lin',
  mixedNorm: 'sa_layer_norm',
  up: 'ffn.lin1',
  down: 'ffn.lin2',
  downNorm: 'output_layer_norm',
};

/** The encoder: BERT's, without types (Sanh et al. 2019, arXiv 1910.01108). */
export function encode<V>(on: Operations<V>, config: DistilbertConfig): V {
  const shared = {
    vocab_size: config.vocab_size,
    max_position_embeddings: config.max_position_embeddings,
    type_vocab_size: 0,
    hidden_size: config.dim,
    num_attention_heads: config.n_heads,
    intermediate_size: config.hidden_dim,
    hidden_act: config.activation,
    hidden_dropout_prob: config.dropout,
    layer_norm_eps: EPSILON,
  };
  let x = embeddings(on, shared, { prefix: 'distilbert.embeddings', width: config.dim });
  for (let index = 0; index < config.n_layers; index++) {
    const at = `distilbert.transformer.layer.${index}`;
    x = on.layer(at, x, (input) => postNormLayer(on, shared, input, { at, index, names: NAMES }));
  }
  return x;
}
