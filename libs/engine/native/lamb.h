// LAMB: You et al., 2019, arXiv 1904.00962; libs/engine/src/optimizers/lamb has the formula.
#pragma once

#include "adamw.h"

namespace tlc {

/**
 * Moves the parameters and their moments, in place. `decay` is the weight decay: without one, a parameter's step has no
 * ratio of norms.
 *
 * @param mean_scale, square_scale 1 / (1 − β₁ᵗ) and 1 / (1 − β₂ᵗ)
 */
void lamb(Trained* parameters, int64_t count, const Moments& moments, float mean_scale, float square_scale);

}  // namespace tlc
