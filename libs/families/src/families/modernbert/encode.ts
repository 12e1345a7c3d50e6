import { activationOf } from '../../activation.js';
import { preNormLayers } from '../../blocks/pre-norm-layers.js';
import type { Operations, PreNormLayer } from '../../operations.js';
import { REVERSIBLE, seesAll, type ModernbertConfig } from './config.js';

/** The encoder: rotary positions, layers that see the whole sentence or what is near, gated feed-forward blocks, and norms
 * before the sub-layers (Warner et al. 2024, arXiv 2412.13663, section 2.1). */
export function encode<V>(on: Operations<V>, config: ModernbertConfig): V {
  const norm = { epsilon: config.norm_eps, bias: config.norm_bias };
  const tokens = { name: 'model.embeddings.tok_embeddings', entries: config.vocab_size };
  const embedded = on.norm('model.embeddings.norm', on.embed({ tokens }, config.hidden_size), norm);
  const layers = Array.from({ length: config.num_hidden_layers }, (_, index) => layer(on, config, index));
  const x = on.dropout(embedded, { site: 0, rate: config.embedding_dropout });
  const encoded = preNormLayers(on, x, layers, { reversible: config.model_type === REVERSIBLE });
  return on.norm('model.final_norm', encoded, norm);
}

function layer<V>(on: Operations<V>, config: ModernbertConfig, index: number): PreNormLayer<V> {
  const { hidden_size: hidden, num_attention_heads: heads, attention_bias: bias } = config;
  const name = `model.layers.${index}`;
  const norm = { epsilon: config.norm_eps, bias: config.norm_bias };
  const isGlobal = seesAll(config, index);
  const layers = { up: `${name}.mlp.Wi`, down: `${name}.mlp.Wo`, gated: true, bias: config.mlp_bias };
  return {
    name,
    attention: {
      body(x) {
        // What comes out of the embeddings is normalised already
        const first = index === 0 ? x : on.norm(`${name}.attn_norm`, x, norm);
        const qkv = on.linear(`${name}.attn.Wqkv`, first, 3 * hidden, { bias, heads, times: 3 });
        const context = on.attention(qkv, {
          heads,
          rotary: { base: isGlobal ? config.global_rope_theta : config.local_rope_theta },
          ...(!isGlobal && { window: config.local_attention }),
        });
        return on.linear(`${name}.attn.Wo`, context, hidden, { bias });
      },
      at: { site: 1 + 2 * index, rate: config.attention_dropout },
    },
    feedForward: {
      body(x) {
        const normed = on.norm(`${name}.mlp_norm`, x, norm);
        return on.feedForward(layers, normed, config.intermediate_size, activationOf(config.hidden_activation));
      },
      at: { site: 2 + 2 * index, rate: config.mlp_dropout },
    },
  };
}
