import { SLOTS } from '#costs';
import { kernelsServe } from '../../kernels/run.js';
import type { Rule } from '../rule.js';
import * as kernel from './kernel.js';
import * as plain from './plain.js';

export interface AdafactorRule {
  /** The learning rate is a share of each parameter's root mean square (0.001 at least); false when left out. */
  readonly scaleParameter?: boolean;
  /** The learning rate is min(0.01, 1 / √t) in step t, whatever the step's; false when left out. */
  readonly relativeStep?: boolean;
}

/**
 * Adafactor: Shazeer and Stern, 2018, arXiv 1804.04235, algorithms 4 and 5, with the options of Transformers' class. Of a
 * matrix it keeps the means of squared gradients by row and by column only, of a vector each one.
 *
 *     r ← β r + (1 − β) rowmeans(g² + ε₁),   c ← β c + (1 − β) columnmeans(g² + ε₁),   β = 1 − t^−0.8
 *     u = g / √(r cᵀ / mean(r)),   u ← u / max(1, RMS(u))
 *     θ ← θ (1 − α · decay) − α u,   α = lr, or lr · max(ε₂, RMS(θ))
 */
export function adafactorRule({ scaleParameter = false, relativeStep = false }: AdafactorRule = {}): Rule {
  const settings = { scaleParameter, relativeStep };
  return {
    slots: SLOTS.adafactor,
    update: (trained, step) => (kernelsServe() ? kernel : plain).update(trained, step, settings),
  };
}
