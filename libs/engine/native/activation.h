// Activations on blocks of a product, while the block is in the first cache.
#pragma once

#include "linear.h"
#include "normal.h"

namespace tlc {

/** y = activation(x) for a block of rows x columns at strides. x and y may be the same. */
TLC_ONCE void activate_block(Activation activation, const float* x, float* y, int64_t rows, int64_t columns,
                             int64_t stride);

/**
 * d = dy · activation′ for a block. `kept` is what came before the activation, or what came out of ReLU.
 * Where `y` is not null, activation(kept) is put there, for the feed-forward network, which does not store it.
 */
TLC_ONCE void activation_gradient_block(Activation activation, const float* dy, const float* kept, float* d, float* y,
                                        int64_t rows, int64_t columns, int64_t stride);

/** y = activation(gate) · up for a block, where gate and up have the same stride. */
TLC_ONCE void gate_block(Activation activation, const float* gate, const float* up, float* y, int64_t rows,
                         int64_t columns, int64_t stride, int64_t y_stride);

/** The gradients of gate and up from dy, at the stride of y, and y again. dy and y may be the same memory. */
TLC_ONCE void gate_gradient_block(Activation activation, const float* dy, const float* gate, const float* up,
                                  float* dgate, float* dup, float* y, int64_t rows, int64_t columns, int64_t stride,
                                  int64_t y_stride);

/** The activation of a finished piece of a product, from `before` to `y`, which may be the same memory. */
struct Activate final : Finish {
  Activation activation;
  const float* before;
  float* y;
  int64_t stride;
  Activate(Activation activation, const float* before, float* y, int64_t stride)
      : activation(activation), before(before), y(y), stride(stride) {}
  void operator()(int64_t row, int64_t rows, int64_t column, int64_t columns) const override {
    const int64_t at = row * stride + column;
    activate_block(activation, before + at, y + at, rows, columns, stride);
  }
};

}  // namespace tlc
