import { activationOf } from '../../activation.js';
import { embeddings } from '../../blocks/embeddings.js';
import { preNormLayers } from '../../blocks/pre-norm-layers.js';
import type { Operations, PreNormLayer } from '../../operations.js';
import type { EncoderConfig } from '../../settings/encoder-config.js';
import { firstPosition } from '../../settings/padded-positions.js';
import { REVERSIBLE } from './config.js';

const PREFIX = 'roberta_prelayernorm';

/** The encoder with its norms before the sub-layers and one at the end, which deep models need to be trained (Wang et al.
 * 2019, arXiv 1906.01787, section 2). */
export function encode<V>(on: Operations<V>, config: EncoderConfig): V {
  const how = { prefix: `${PREFIX}.embeddings`, width: config.hidden_size, first: firstPosition(config) };
  const layers = Array.from({ length: config.num_hidden_layers }, (_, index) => layer(on, config, index));
  const x = preNormLayers(on, embeddings(on, config, how), layers, { reversible: config.model_type === REVERSIBLE });
  return on.norm(`${PREFIX}.LayerNorm`, x, { epsilon: config.layer_norm_eps });
}

function layer<V>(on: Operations<V>, config: EncoderConfig, index: number): PreNormLayer<V> {
  const { hidden_size: hidden, num_attention_heads: heads, hidden_dropout_prob: rate } = config;
  const name = `${PREFIX}.encoder.layer.${index}`;
  const how = { epsilon: config.layer_norm_eps };
  const parts = ['query', 'key', 'value'].map((part) => `${name}.attention.self.${part}`);
  const layers = { up: `${name}.intermediate.dense`, down: `${name}.output.dense` };
  return {
    name,
    attention: {
      body(x) {
        const normed = on.norm(`${name}.attention.LayerNorm`, x, how);
        const qkv = on.sideBySide(parts, normed, [hidden, hidden, hidden], { heads });
        const context = on.attention(qkv, { heads });
        return on.linear(`${name}.attention.output.dense`, context, hidden);
      },
      at: { site: 1 + 2 * index, rate },
    },
    feedForward: {
      body(x) {
        const normed = on.norm(`${name}.intermediate.LayerNorm`, x, how);
        return on.feedForward(layers, normed, config.intermediate_size, activationOf(config.hidden_act));
      },
      at: { site: 2 + 2 * index, rate },
    },
  };
}
