import { USUAL_BLOCKS } from './blocks.js';
import type { Cost, Load } from './cost.js';

/** Three products, 3 · hidden · inner multiply-adds a row. Backward needs what comes before the activation and the product. */
export function gatedFeedForwardCost(hidden: number, inner: number, { rows }: Load): Cost {
  const block = Math.min(rows, USUAL_BLOCKS.feedForwardRows) * inner;
  return {
    keeps: ['x', 'up', 'down'],
    // Gate and up, before the activation
    kept: 2 * inner,
    multiplyAdds: 3 * hidden * inner,
    columns: Math.max(hidden, 2 * inner),
    scratch: { PACKED_1: 2 * hidden * inner, PACKED_2: hidden * inner, BLOCK_1: block, BLOCK_2: 2 * block },
  };
}
