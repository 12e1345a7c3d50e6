// Adam with decoupled weight decay: Kingma and Ba, 2014, arXiv 1412.6980; Loshchilov and Hutter, 2017, arXiv
// 1711.05101.
#pragma once

#include "optimizer.h"

namespace tlc {

/** The means of gradients and of their squares in a step: libs/engine/src/optimizers/adamw has the formula. */
struct Moments {
  /** β₁, 1 − β₁, β₂, 1 − β₂: the differences would lose digits in float32. Gradients are clipped by the second and the
   * last one. */
  float keep_mean, add_mean, keep_square, add_square;
  float epsilon;
};

/**
 * Moves the parameters and their moments (`first` of gradients, `second` of squares), in place. `rate` is
 * lr · √(1 − β₂ᵗ) / (1 − β₁ᵗ), and ε has a factor √(1 − β₂ᵗ): so the moments need no correction of their own. `decay` is
 * 1 − lr · weight decay.
 */
void adamw(Trained* parameters, int64_t count, const Moments& moments);

}  // namespace tlc
