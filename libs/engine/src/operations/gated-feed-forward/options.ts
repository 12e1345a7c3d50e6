import type { LinearWeights } from '../feed-forward/feed-forward.js';

/**
 * The two products that a gated network begins with. As one layer, [2 · inner, hidden], its first half is the gate, which
 * the activation is of: what ModernBERT calls `Wi`.
 */
export type GateWeights = LinearWeights | { readonly gate: LinearWeights; readonly up: LinearWeights };
