import { embeddings } from '../../blocks/embeddings.js';
import { postNormLayer } from '../../blocks/post-norm-layer.js';
import type { Operations } from '../../operations.js';
import type { EncoderConfig } from '../../settings/encoder-config.js';
import { firstPosition } from '../../settings/padded-positions.js';

/** The encoder: BERT's, its positions counted from past the padding token's id (Liu et al. 2019, arXiv 1907.11692). */
export function encode<V>(on: Operations<V>, config: EncoderConfig): V {
  const how = { prefix: 'roberta.embeddings', width: config.hidden_size, first: firstPosition(config) };
  let x = embeddings(on, config, how);
  for (let index = 0; index < config.num_hidden_layers; index++) {
    const at = `roberta.encoder.layer.${index}`;
    x = on.layer(at, x, (input) => postNormLayer(on, config, input, { at, index }));
  }
  return x;
}
