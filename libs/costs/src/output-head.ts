import { USUAL_BLOCKS } from './blocks.js';
import type { Cost, Load } from './cost.js';

/**
 * Logits over a vocabulary, hidden · vocabulary multiply-adds a row. The gradients of x, of the table and of the bias come
 * with the loss, from the same logits, and are held until backward hands them out: it computes nothing.
 *
 * @param load rows that have a label
 */
export function outputHeadCost(hidden: number, vocabulary: number, { rows }: Load): Cost {
  const table = vocabulary * hidden;
  return {
    keeps: [],
    kept: hidden,
    keptOnce: vocabulary * (hidden + 1),
    multiplyAdds: hidden * vocabulary,
    columns: vocabulary,
    scratch: {
      PACKED_1: table,
      // The table the other way round, which takes the first one's place where all rows' logits are there at one time
      ...(rows > USUAL_BLOCKS.logitRows && { PACKED_2: table }),
      BLOCK_1: Math.min(rows, USUAL_BLOCKS.logitRows) * vocabulary,
    },
  };
}
