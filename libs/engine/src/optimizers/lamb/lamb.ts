import { SLOTS } from '#costs';
import { checkedNumber } from '../../shape-checks.js';
import { kernelsServe } from '../../kernels/run.js';
import type { AdamWRule } from '../adamw/adamw.js';
import type { Rule } from '../rule.js';
import * as kernel from './kernel.js';
import * as plain from './plain.js';

/**
 * LAMB, for large batches: You et al., 2019, arXiv 1904.00962, algorithm 2, with φ the identity.
 *
 *     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
 *     u = (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε) + decay · θ
 *     θ ← θ − lr · ‖θ‖ / ‖u‖ · u
 *
 * The ratio of norms is 1 where one of them is 0, and, as in the authors' code, for parameters that do not decay (biases
 * and the gains of norms).
 *
 * @param options `epsilon` is 1e-6 when left out, the others are AdamW's
 */
export function lambRule(options: AdamWRule = {}): Rule {
  const checked = {
    beta1: checkedNumber('LAMB', 'beta1', options.beta1 ?? 0.9, 0, 1),
    beta2: checkedNumber('LAMB', 'beta2', options.beta2 ?? 0.999, 0, 1),
    epsilon: checkedNumber('LAMB', 'epsilon', options.epsilon ?? 1e-6, 0),
  };
  return {
    slots: SLOTS.lamb,
    update: (trained, step) => (kernelsServe() ? kernel : plain).update(trained, step, checked),
  };
}
