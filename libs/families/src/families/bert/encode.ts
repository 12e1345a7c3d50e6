import { embeddings } from '../../blocks/embeddings.js';
import { postNormLayer } from '../../blocks/post-norm-layer.js';
import type { Operations } from '../../operations.js';
import type { EncoderConfig } from '../../settings/encoder-config.js';

/** The encoder, normalised after each sub-layer (Devlin et al. 2018, arXiv 1810.04805, section 3). */
export function encode<V>(on: Operations<V>, config: EncoderConfig): V {
  let x = embeddings(on, config, { prefix: 'bert.embeddings', width: config.hidden_size });
  for (let index = 0; index < config.num_hidden_layers; index++) {
    const at = `bert.encoder.layer.${index}`;
    x = on.layer(at, x, (input) => postNormLayer(on, config, input, { at, index }));
  }
  return x;
}
