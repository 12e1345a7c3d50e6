import { USUAL_BLOCKS } from './blocks.js';
import type { Cost, Load } from './cost.js';

/**
 * Two products, 2 · hidden · inner multiply-adds a row. Backward needs x, the weights, and what comes before the
 * activation, `inner` floats a row; it makes the activation again, some rows at a time.
 */
export function feedForwardCost(hidden: number, inner: number, { rows }: Load): Cost {
  const block = Math.min(rows, USUAL_BLOCKS.feedForwardRows) * inner;
  return {
    keeps: ['x', 'up', 'upBias', 'down', 'downBias'],
    kept: inner,
    multiplyAdds: 2 * hidden * inner,
    columns: Math.max(hidden, inner),
    scratch: { PACKED_1: hidden * inner, PACKED_2: hidden * inner, BLOCK_1: block, BLOCK_2: block },
  };
}
