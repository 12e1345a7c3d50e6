// Muon: Jordan et al., 2024; libs/engine/src/optimizers/muon has the formula.
#pragma once

#include "optimizer.h"
#include "products.h"

namespace tlc {

/**
 * Moves matrices and their momentum (`first`), in place. `decay` is 1 − lr · weight decay.
 *
 * @param add what gradients are multiplied by on their way into the momentum
 */
void muon(Trained* matrices, int64_t count, float momentum, float add, const Products& products);

}  // namespace tlc
