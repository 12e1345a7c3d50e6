// activation(x Wᵀ + b).
#pragma once

#include "products.h"

namespace tlc {

/** What follows a product: nothing, GELU in its exact form (erf), ReLU, GELU by tanh, or SiLU. */
enum class Activation { NONE, GELU, RELU, GELU_TANH, SILU };

/** Whether the gradient is made of what came before the activation; otherwise of what came out of it, or of neither. */
constexpr bool keeps_before(Activation activation) {
  return activation != Activation::NONE && activation != Activation::RELU;
}

/**
 * y [rows, out] = activation(x [rows, in] Wᵀ + b [out]) of W [out, in], as PyTorch and files hold it.
 *
 * @param bias null for none
 * @param before [rows, out], x Wᵀ + b, which the gradient of GELU needs; null otherwise
 */
void linear(const float* x, const float* weight, const float* bias, int64_t rows, int64_t in, int64_t out,
            Activation activation, float* y, float* before, const Products& products = FLOAT32);

/**
 * dx [rows, in] = d W, dW [out, in] = dᵀ x and db [out] = Σ d over rows, where d = dy · activation′.
 *
 * @param kept [rows, out]: `before` of GELU, y of ReLU, null without an activation
 * @param dbias null for none
 */
void linear_gradient(const float* dy, const float* x, const float* weight, const float* kept, int64_t rows, int64_t in,
                     int64_t out, Activation activation, float* dx, float* dweight, float* dbias,
                     const Products& products = FLOAT32);

}  // namespace tlc
