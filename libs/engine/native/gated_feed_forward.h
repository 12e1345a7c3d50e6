// The gated feed-forward network, W₂ (activation(W_gate x) · W_up x): Shazeer, 2020, arXiv 2002.05202, section 2.
#pragma once

#include "linear.h"

namespace tlc {

/** Weights [inner, hidden] of gate and up and [hidden, inner] of down; biases are null for none. */
struct GatedLayers {
  const float *gate, *gate_bias, *up, *up_bias, *down, *down_bias;
};

/** Of the same shapes; a bias's is null where it has none. */
struct GatedGradients {
  float *gate, *gate_bias, *up, *up_bias, *down, *down_bias;
};

/**
 * y [rows, hidden] from x [rows, hidden]. Where `before` [rows, 2 · inner] is not null, gate and up of each row are put
 * there for backward.
 */
void gated_feed_forward(const float* x, const GatedLayers& layers, int64_t rows, int64_t hidden, int64_t inner,
                        Activation activation, float* y, float* before, const Products& products = FLOAT32);

/** The gradients of x and of all weights. What came out of the gate is made again, some rows at a time. */
void gated_feed_forward_gradient(const float* dy, const float* x, const GatedLayers& layers, const float* before,
                                 int64_t rows, int64_t hidden, int64_t inner, Activation activation, float* dx,
                                 const GatedGradients& gradients, const Products& products = FLOAT32);

}  // namespace tlc
