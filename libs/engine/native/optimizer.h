// What the kernels of all optimisers share: libs/engine/src/optimizers says what each computes.
#pragma once

#include <cstdint>

namespace tlc {

/** A parameter in a step, its gradient, and what is kept for it. */
struct Trained {
  float* value;
  const float* gradient;
  /** What the optimiser keeps, in its order; those that it does not have are null. */
  float *first, *second;
  int64_t size;
  /** Rows and columns of a matrix. */
  int64_t rows, columns;
  /** Learning rate, with whatever all elements are multiplied by. */
  float rate;
  /** What decoupled weight decay leaves of the parameter, or the weight decay itself: as the optimiser says. */
  float decay;
};

}  // namespace tlc
