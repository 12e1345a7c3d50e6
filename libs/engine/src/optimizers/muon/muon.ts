import { SLOTS } from '#costs';
import { checkedNumber, refuse } from '../../shape-checks.js';
import { kernelsServe } from '../../kernels/run.js';
import type { Rule } from '../rule.js';
import * as kernel from './kernel.js';
import * as plain from './plain.js';

export interface MuonRule {
  /** 0.95 when left out */
  readonly momentum?: number;
  /** How long a step is: `match-adamw`, 0.2 √max(out, in), moves a matrix about as far as AdamW does (Liu et al. 2025,
   * arXiv 2502.16982, section 2.2); `original`, √max(1, out / in). `match-adamw` when left out. */
  readonly scale?: 'match-adamw' | 'original';
}

/**
 * Muon, for matrices [out, in]: momentum whose singular values are brought near 1 (Jordan et al., 2024, "Muon: an
 * optimizer for hidden layers in neural networks"), as PyTorch's class of that name does:
 *
 *     m ← μ m + (1 − μ) g,   u = NewtonSchulz((1 − μ) g + μ m)
 *     θ ← θ (1 − lr · decay) − lr · scale · u
 *
 * Five steps of X ← a X + (b X Xᵀ + c (X Xᵀ)²) X bring the singular values to about 0.7 to 1.2.
 */
export function muonRule(options: MuonRule = {}): Rule {
  const momentum = checkedNumber('Muon', 'momentum', options.momentum ?? 0.95, 0, 1);
  const { scale = 'match-adamw' } = options;
  return {
    slots: (shape) => {
      if (shape.length !== 2) refuse('Muon', `it is for matrices, not for a parameter of shape [${shape.join(', ')}]`);
      return SLOTS.muon(shape);
    },
    update: (trained, { clip }) =>
      (kernelsServe() ? kernel : plain).update(
        trained.map((each) => ({ ...each, scale: scaleOf(scale, each.parameter.shape) })),
        clip,
        momentum,
      ),
  };
}

function scaleOf(scale: MuonRule['scale'], [out, input]: readonly number[]): number {
  return scale === 'original' ? Math.sqrt(Math.max(1, out / input)) : 0.2 * Math.sqrt(Math.max(out, input));
}
