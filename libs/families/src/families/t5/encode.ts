import type { Operations } from '../../operations.js';
import type { T5Config } from './config.js';
import { embedded, feedForward, final, relativeTable, selfAttention } from './sub-layers.js';

/** The encoder (Raffel et al. 2020, arXiv 1910.10683, section 2.1). */
export function encode<V>(on: Operations<V>, config: T5Config): V {
  let x = embedded(on, config, 0);
  const table = relativeTable(on, config, 'encoder');
  for (let index = 0; index < config.num_layers; index++) {
    const name = `encoder.block.${index}`;
    const [attention, fed] = [0, 1].map((part) => ({ at: `${name}.layer.${part}`, site: 1 + 2 * index + part }));
    const body = (input: V, [own]: readonly V[]) =>
      feedForward(on, config, selfAttention(on, config, input, own, attention), fed);
    x = on.layer(name, x, body, [table]);
  }
  return final(on, config, x, 'encoder', 1 + 2 * config.num_layers);
}
