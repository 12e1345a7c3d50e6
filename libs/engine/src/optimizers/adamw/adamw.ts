import { SLOTS } from '#costs';
import type { Variable } from '../../backend.js';
import { checkedNumber } from '../../shape-checks.js';
import { kernelsServe } from '../../kernels/run.js';
import type { OptimizerOptions } from '../optimizer.js';
import { RuleOptimizer } from '../rule-optimizer.js';
import type { Rule } from '../rule.js';
import * as kernel from './kernel.js';
import * as plain from './plain.js';

export interface AdamWRule {
  /** decay of the mean of gradients; 0.9 when left out */
  readonly beta1?: number;
  /** decay of the mean of squared gradients; 0.999 when left out */
  readonly beta2?: number;
  /** added to the root of the mean of squares; 1e-8 when left out */
  readonly epsilon?: number;
}

export type AdamWOptions = AdamWRule & OptimizerOptions;

/**
 * Adam with decoupled weight decay: Kingma and Ba, 2014, arXiv 1412.6980; Loshchilov and Hutter, 2017,
 * arXiv 1711.05101. Bias correction and the place of epsilon are PyTorch's (`AdamW`):
 *
 *     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
 *     θ ← θ (1 − lr · decay) − lr · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 */
export function adamWRule(options: AdamWRule = {}, id = 'AdamW'): Rule {
  const checked = {
    beta1: checkedNumber(id, 'beta1', options.beta1 ?? 0.9, 0, 1),
    beta2: checkedNumber(id, 'beta2', options.beta2 ?? 0.999, 0, 1),
    epsilon: checkedNumber(id, 'epsilon', options.epsilon ?? 1e-8, 0),
  };
  return {
    slots: SLOTS.adamw,
    update: (trained, step) => (kernelsServe() ? kernel : plain).update(trained, step, checked),
  };
}

export class AdamW extends RuleOptimizer {
  /** @param parameters by name; `step` changes their values, and the names are those of the gradients and the state */
  constructor(parameters: ReadonlyMap<string, Variable>, options: AdamWOptions = {}) {
    const rule = adamWRule(options);
    super('AdamW', parameters, () => rule, options);
  }
}
