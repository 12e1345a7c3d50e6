// The position-wise feed-forward network, activation(x W₁ᵀ + b₁) W₂ᵀ + b₂: Vaswani et al., 2017, section 3.3.
#pragma once

#include "linear.h"

namespace tlc {

/**
 * y [rows, hidden] from x [rows, hidden], W₁ [inner, hidden], b₁ [inner], W₂ [hidden, inner], b₂ [hidden]; null for
 * no bias. Where `before` [rows, inner] is not null, what comes before the activation is put there for backward.
 */
void feed_forward(const float* x, const float* up, const float* up_bias, const float* down, const float* down_bias,
                  int64_t rows, int64_t hidden, int64_t inner, Activation activation, float* y, float* before,
                  const Products& products = FLOAT32);

/** The gradients of x and of all weights. What came out of the activation is made again, some rows at a time. */
void feed_forward_gradient(const float* dy, const float* x, const float* up, const float* down, const float* before,
                           int64_t rows, int64_t hidden, int64_t inner, Activation activation, float* dx, float* dup,
                           float* dup_bias, float* ddown, float* ddown_bias, const Products& products = FLOAT32);

}  // namespace tlc
