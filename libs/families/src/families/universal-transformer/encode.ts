import { postNormLayer } from '../../blocks/post-norm-layer.js';
import type { Operations } from '../../operations.js';
import type { UniversalConfig } from './config.js';

const PREFIX = 'universal_transformer';

/** The encoder: the same layers in every step, before which the coordinates are added, sinusoids of the token's position and
 * of the step, both counted from 1 (Dehghani et al. 2018, arXiv 1807.03819, equations 4 to 7). Every token takes all steps:
 * there is no adaptive computation time.
 *
 * The embeddings are normalised, where the paper scales them: beside coordinates of size 1, new ones of a small deviation
 * would be next to nothing. */
export function encode<V>(on: Operations<V>, config: UniversalConfig): V {
  const { hidden_size: hidden, hidden_dropout_prob: rate, num_hidden_layers: count } = config;
  const tokens = { name: `${PREFIX}.embeddings.word_embeddings`, entries: config.vocab_size };
  const how = { epsilon: config.layer_norm_eps };
  const embedded = on.norm(`${PREFIX}.embeddings.LayerNorm`, on.embed({ tokens }, hidden), how);
  const positions = { first: 1, entries: config.max_position_embeddings };
  let x = on.dropout(embedded, { site: 0, rate });
  for (let step = 1; step <= config.num_steps; step++) {
    for (let layer = 0; layer < count; layer++) {
      const names = { at: `${PREFIX}.layer.${layer}`, index: (step - 1) * count + layer };
      x = on.layer(names.at, x, (input) =>
        postNormLayer(on, config, layer === 0 ? on.sinusoids(input, { ...positions, step }) : input, names),
      );
    }
  }
  return x;
}
