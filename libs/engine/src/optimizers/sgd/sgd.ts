import { SLOTS } from '#costs';
import { checkedNumber } from '../../shape-checks.js';
import { kernelsServe } from '../../kernels/run.js';
import type { Rule } from '../rule.js';
import * as kernel from './kernel.js';
import * as plain from './plain.js';

export interface SgdRule {
  /** 0.9 when left out */
  readonly momentum?: number;
}

/**
 * Stochastic gradient descent with Nesterov's momentum, as PyTorch writes it (`SGD` with `nesterov`; Sutskever et al.
 * 2013), and decoupled weight decay (Loshchilov and Hutter, 2017, arXiv 1711.05101, algorithm 1):
 *
 *     m ← μ m + g
 *     θ ← θ (1 − lr · decay) − lr · (g + μ m)
 */
export function sgdRule(options: SgdRule = {}): Rule {
  const momentum = checkedNumber('SGD', 'momentum', options.momentum ?? 0.9, 0, 1);
  return {
    slots: SLOTS.sgd,
    update: (trained, { clip }) => (kernelsServe() ? kernel : plain).update(trained, clip, momentum),
  };
}
