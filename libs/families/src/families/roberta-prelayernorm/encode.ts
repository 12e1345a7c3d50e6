import { activationOf } from '../../activation.js';
import { embeddings } from '../../blocks/embeddings.js';
import type { Operations } from '../../operations.js';
import type { EncoderConfig } from '../../settings/encoder-config.js';
import { firstPosition } from '../../settings/padded-positions.js';

const PREFIX = 'roberta_prelayernorm';

/** The encoder with its norms before the sub-layers and one at the end, which deep models need to be trained (Wang et al.
 * 2019, arXiv 1906.01787, section 2). */
export function encode<V>(on: Operations<V>, config: EncoderConfig): V {
  const how = { prefix: `${PREFIX}.embeddings`, width: config.hidden_size, first: firstPosition(config) };
  let x = embeddings(on, config, how);
  for (let index = 0; index < config.num_hidden_layers; index++) {
    const at = `${PREFIX}.encoder.layer.${index}`;
    x = on.layer(at, x, (input) => layer(on, config, at, index, input));
  }
  return on.norm(`${PREFIX}.LayerNorm`, x, { epsilon: config.layer_norm_eps });
}

function layer<V>(on: Operations<V>, config: EncoderConfig, at: string, index: number, x: V): V {
  const { hidden_size: hidden, hidden_dropout_prob: rate } = config;
  const how = { epsilon: config.layer_norm_eps };
  const parts = ['query', 'key', 'value'].map((part) => `${at}.attention.self.${part}`);
  const qkv = on.sideBySide(parts, on.norm(`${at}.attention.LayerNorm`, x, how), [hidden, hidden, hidden]);
  const context = on.attention(qkv, { heads: config.num_attention_heads });
  const mixed = on.linear(`${at}.attention.output.dense`, context, hidden);
  const attended = on.add(mixed, x, { site: 1 + 2 * index, rate });
  const normed = on.norm(`${at}.intermediate.LayerNorm`, attended, how);
  const layers = { up: `${at}.intermediate.dense`, down: `${at}.output.dense` };
  const fed = on.feedForward(layers, normed, config.intermediate_size, activationOf(config.hidden_act));
  return on.add(fed, attended, { site: 2 + 2 * index, rate });
}
