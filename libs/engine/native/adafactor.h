// Adafactor: Shazeer and Stern, 2018, arXiv 1804.04235; libs/engine/src/optimizers/adafactor has the formula.
#pragma once

#include "optimizer.h"

namespace tlc {

struct AdafactorStep {
  /** What gradients are multiplied by. */
  float clip;
  /** β and 1 − β of this step. */
  float keep, add;
  /** Whether the rate is a share of the parameter's root mean square. */
  bool scaled;
};

/**
 * Moves the parameters and the means of squared gradients, in place: of a matrix those of its rows (`first`) and of its
 * columns (`second`), of anything else those of its elements (`first`, and `second` null). `decay` is the weight decay.
 */
void adafactor(Trained* parameters, int64_t count, const AdafactorStep& step);

}  // namespace tlc
