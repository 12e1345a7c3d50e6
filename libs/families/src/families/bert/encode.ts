import { activationOf } from '../../activation.js';
import type { Operations } from '../../operations.js';
import type { BertConfig } from './config.js';

/** The encoder, normalised after each sub-layer (Devlin et al. 2018, arXiv 1810.04805, section 3). */
export function encode<V>(on: Operations<V>, config: BertConfig): V {
  const { hidden_size: hidden, hidden_dropout_prob: rate } = config;
  const sum = on.embed(
    {
      tokens: { name: 'bert.embeddings.word_embeddings', entries: config.vocab_size },
      positions: { name: 'bert.embeddings.position_embeddings', entries: config.max_position_embeddings },
      types: { name: 'bert.embeddings.token_type_embeddings', entries: config.type_vocab_size },
    },
    hidden,
  );
  const normed = on.norm('bert.embeddings.LayerNorm', sum, { epsilon: config.layer_norm_eps });
  let x = on.dropout(normed, { site: 0, rate });
  for (let i = 0; i < config.num_hidden_layers; i++) {
    const name = `bert.encoder.layer.${i}`;
    x = on.layer(name, x, (input) => layer(on, config, name, i, input));
  }
  return x;
}

/** One layer: attention, then the feed-forward block, each with its residual and norm.
 * @param index of the layer, which numbers its places of dropout */
export function layer<V>(on: Operations<V>, config: BertConfig, name: string, index: number, x: V): V {
  const { hidden_size: hidden, hidden_dropout_prob: rate } = config;
  const how = { epsilon: config.layer_norm_eps };
  const parts = ['query', 'key', 'value'].map((part) => `${name}.attention.self.${part}`);
  const qkv = on.sideBySide(parts, x, [hidden, hidden, hidden]);
  const context = on.attention(qkv, { heads: config.num_attention_heads });
  const mixed = on.linear(`${name}.attention.output.dense`, context, hidden);
  const attended = on.addNorm(`${name}.attention.output.LayerNorm`, mixed, x, how, { site: 1 + 2 * index, rate });
  const layers = { up: `${name}.intermediate.dense`, down: `${name}.output.dense` };
  const fed = on.feedForward(layers, attended, config.intermediate_size, activationOf(config.hidden_act));
  return on.addNorm(`${name}.output.LayerNorm`, fed, attended, how, { site: 2 + 2 * index, rate });
}
