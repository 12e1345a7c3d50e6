import { embeddings } from '../../blocks/embeddings.js';
import { postNormLayer } from '../../blocks/post-norm-layer.js';
import type { Operations } from '../../operations.js';
import type { ElectraConfig } from './config.js';

/** The encoder: BERT's, its embeddings widened where they are narrower (Clark et al. 2020, arXiv 2003.10555, section 3.1). */
export function encode<V>(on: Operations<V>, config: ElectraConfig): V {
  const { hidden_size: hidden, embedding_size: width } = config;
  const narrow = embeddings(on, config, { prefix: 'electra.embeddings', width });
  let x = width === hidden ? narrow : on.linear('electra.embeddings_project', narrow, hidden);
  for (let index = 0; index < config.num_hidden_layers; index++) {
    const at = `electra.encoder.layer.${index}`;
    x = on.layer(at, x, (input) => postNormLayer(on, config, input, { at, index }));
  }
  return x;
}
