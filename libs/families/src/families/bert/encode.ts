import { postNormLayer } from '../../blocks/post-norm-layer.js';
import type { Operations } from '../../operations.js';
import type { EncoderConfig } from '../../settings/encoder-config.js';

/** The encoder, normalised after each sub-layer (Devlin et al. 2018, arXiv 1810.04805, section 3). */
export function encode<V>(on: Operations<V>, config: EncoderConfig): V {
  const sum = on.embed(
    {
      tokens: { name: 'bert.embeddings.word_embeddings', entries: config.vocab_size },
      positions: { name: 'bert.embeddings.position_embeddings', entries: config.max_position_embeddings },
      types: { name: 'bert.embeddings.token_type_embeddings', entries: config.type_vocab_size },
    },
    config.hidden_size,
  );
  const normed = on.norm('bert.embeddings.LayerNorm', sum, { epsilon: config.layer_norm_eps });
  let x = on.dropout(normed, { site: 0, rate: config.hidden_dropout_prob });
  for (let index = 0; index < config.num_hidden_layers; index++) {
    const at = `bert.encoder.layer.${index}`;
    x = on.layer(at, x, (input) => postNormLayer(on, config, input, { at, index }));
  }
  return x;
}
