import type { Activation } from '../activation.js';
import type { Operations, Table } from '../operations.js';

/** The head of masked language modelling: a layer, its activation, a norm, and the table of the word embeddings (Devlin et
 * al. 2018, arXiv 1810.04805, section 3.1).
 *
 * @param width of the layer: that of the table */
export function maskedLmHead<V>(
  on: Operations<V>,
  hidden: V,
  how: {
    readonly dense: string;
    readonly norm: string;
    /** The whole name of the decoder's bias. */
    readonly bias: string;
    readonly table: Table;
    readonly width: number;
    readonly activation: Activation;
    readonly epsilon: number;
  },
): V {
  const masked = on.pick(hidden, 'masked');
  const x = on.linear(how.dense, masked, how.width, { activation: how.activation });
  return on.vocabulary(on.norm(how.norm, x, { epsilon: how.epsilon }), how.table, { bias: how.bias });
}
