import { embeddings } from '../../blocks/embeddings.js';
import { postNormLayer, type LayerNames } from '../../blocks/post-norm-layer.js';
import type { Operations } from '../../operations.js';
import { FIRST_POSITION, type MpnetConfig } from './config.js';

const NAMES: LayerNames = {
  query: 'attention.attn.q',
  key: 'attention.attn.k',
  value: 'attention.attn.v',
  mixed: 'attention.attn.o',
  mixedNorm: 'attention.LayerNorm',
  up: 'intermediate.dense',
  down: 'output.dense',
  downNorm: 'output.LayerNorm',
};

/** From which distance on tokens share a bucket. */
const DISTANCE = 128;

/** The encoder: BERT's, with a bias by relative position that all layers share (Song et al. 2020, arXiv 2004.09297). */
export function encode<V>(on: Operations<V>, config: MpnetConfig): V {
  const { hidden_size: width, num_attention_heads: heads } = config;
  let x = embeddings(on, config, { prefix: 'mpnet.embeddings', width, first: FIRST_POSITION });
  const buckets = { name: 'mpnet.encoder.relative_attention_bias', entries: config.relative_attention_num_buckets };
  const table = on.table(buckets, heads);
  for (let index = 0; index < config.num_hidden_layers; index++) {
    const at = `mpnet.encoder.layer.${index}`;
    const body = (input: V, [own]: readonly V[]) => {
      const attend = (qkv: V) => on.attention(qkv, { heads, bias: { table: own, distance: DISTANCE } });
      return postNormLayer(on, config, input, { at, index, names: NAMES }, attend);
    };
    x = on.layer(at, x, body, [table]);
  }
  return x;
}
