import type { Operations } from '../../operations.js';
import type { T5Config } from './config.js';
import { embedded, feedForward, final, relativeTable, selfAttention, sourceAttention } from './sub-layers.js';

/** The decoder (Raffel et al. 2020, arXiv 1910.10683, section 2.1). @param memory the encoder's hidden states */
export function decode<V>(on: Operations<V>, config: T5Config, memory: V): V {
  const first = 2 + 2 * config.num_layers;
  let x = embedded(on, config, first);
  const table = relativeTable(on, config, 'decoder');
  for (let index = 0; index < config.num_decoder_layers; index++) {
    const name = `decoder.block.${index}`;
    const [attention, cross, fed] = [0, 1, 2].map((part) => ({
      at: `${name}.layer.${part}`,
      site: first + 1 + 3 * index + part,
    }));
    const body = (input: V, [source, own]: readonly V[]) => {
      const attended = selfAttention(on, config, input, own, attention, true);
      return feedForward(on, config, sourceAttention(on, config, attended, source, cross), fed);
    };
    x = on.layer(name, x, body, [memory, table]);
  }
  return final(on, config, x, 'decoder', first + 1 + 3 * config.num_decoder_layers);
}
