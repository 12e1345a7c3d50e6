// Stochastic gradient descent with Nesterov's momentum: libs/engine/src/optimizers/sgd has the formula.
#pragma once

#include "optimizer.h"

namespace tlc {

/** Moves the parameters and their momentum (`first`), in place. `decay` is 1 − lr · weight decay.
 * @param clip what gradients are multiplied by */
void sgd(Trained* parameters, int64_t count, float momentum, float clip);

}  // namespace tlc
