import { ROWS_AT_ONCE, type Cost, type Load } from '../cost.js';

export function gatedFeedForwardCost(hidden: number, inner: number, { rows }: Load): Cost {
  const block = Math.min(rows, ROWS_AT_ONCE) * inner;
  return {
    keeps: ['x', 'up', 'down'],
    // Gate and up, before the activation
    kept: 2 * inner,
    multiplyAdds: 3 * hidden * inner,
    scratch: { PACKED_1: 2 * hidden * inner, PACKED_2: hidden * inner, BLOCK_1: block, BLOCK_2: 2 * block },
  };
}
