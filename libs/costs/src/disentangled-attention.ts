import type { Cost, Load } from './cost.js';

/** Groups of sentences whose gradients of the tables are summed apart, as native/disentangled_attention.cc has them. */
const GROUPS = 4;

/** @param positions rows of each table, of which there are `tables`, one or two */
export function disentangledCost(
  hidden: number,
  { heads }: { readonly heads: number },
  positions: number,
  tables: number,
  { rows, length }: Load,
): Cost {
  const offsets = Math.max(0, 2 * length - 1);
  const byOffset = hidden * offsets;
  const groups = Math.min(GROUPS, Math.ceil(rows / Math.max(1, length)));
  return {
    keeps: ['qkv', 'y', 'posKey', 'posQuery'].slice(0, 2 + tables),
    // The logarithm of each softmax's sum
    kept: heads,
    // Two products over the pairs, and one with the positions of all distances for each table
    multiplyAdds: hidden * (2 * length + tables * Math.min(offsets, positions)),
    // Both tables' places are there, whichever is given
    scratch: {
      ...{ PACKED_1: byOffset, PACKED_2: byOffset, BLOCK_1: byOffset, BLOCK_2: byOffset },
      PARTIAL_SUMS: 2 * groups * positions * hidden,
    },
  };
}
