import { activationOf } from '../../activation.js';
import type { Operations } from '../../operations.js';
import { seesAll, type ModernbertConfig } from './config.js';

/** The encoder: rotary positions, layers that see the whole sentence or what is near, gated feed-forward blocks, and norms
 * before the sub-layers (Warner et al. 2024, arXiv 2412.13663, section 2.1). */
export function encode<V>(on: Operations<V>, config: ModernbertConfig): V {
  const norm = { epsilon: config.norm_eps, bias: config.norm_bias };
  const tokens = { name: 'model.embeddings.tok_embeddings', entries: config.vocab_size };
  const embedded = on.norm('model.embeddings.norm', on.embed({ tokens }, config.hidden_size), norm);
  let x = on.dropout(embedded, { site: 0, rate: config.embedding_dropout });
  for (let index = 0; index < config.num_hidden_layers; index++) {
    x = on.layer(`model.layers.${index}`, x, (input) => layer(on, config, index, input));
  }
  return on.norm('model.final_norm', x, norm);
}

function layer<V>(on: Operations<V>, config: ModernbertConfig, index: number, x: V): V {
  const { hidden_size: hidden, attention_bias: bias } = config;
  const at = `model.layers.${index}`;
  const norm = { epsilon: config.norm_eps, bias: config.norm_bias };
  // What comes out of the embeddings is normalised already
  const first = index === 0 ? x : on.norm(`${at}.attn_norm`, x, norm);
  const qkv = on.linear(`${at}.attn.Wqkv`, first, 3 * hidden, { bias });
  const isGlobal = seesAll(config, index);
  const context = on.attention(qkv, {
    heads: config.num_attention_heads,
    rotary: { base: isGlobal ? config.global_rope_theta : config.local_rope_theta },
    ...(!isGlobal && { window: config.local_attention }),
  });
  const mixed = on.linear(`${at}.attn.Wo`, context, hidden, { bias });
  const attended = on.add(mixed, x, { site: 1 + 2 * index, rate: config.attention_dropout });
  const layers = { up: `${at}.mlp.Wi`, down: `${at}.mlp.Wo`, gated: true, bias: config.mlp_bias };
  const normed = on.norm(`${at}.mlp_norm`, attended, norm);
  const fed = on.feedForward(layers, normed, config.intermediate_size, activationOf(config.hidden_activation));
  return on.add(fed, attended, { site: 2 + 2 * index, rate: config.mlp_dropout });
}
