import type { Cost } from './cost.js';

/**
 * Two products with every key of the row's sentence, 2 · hidden · keys multiply-adds a row of queries. Backward needs q,
 * kv, y, and the logarithm of each softmax's sum, one float a head and row.
 *
 * @param keys of a sentence
 */
export function crossAttentionCost(hidden: number, heads: number, keys: number): Cost {
  return { keeps: ['q', 'kv', 'y'], kept: heads, multiplyAdds: 2 * hidden * keys, scratch: {} };
}
