#include "feed_forward.h"

#include "activation.h"
#include "row_tasks.h"
#include "scratch_slots.h"

namespace tlc {
namespace {

/** Turns dy W₂ into the gradient before the activation, and makes what came out of it from what came before. */
struct Differentiate final : Finish {
  Activation activation;
  const float* before;
  float *inner, *gradient;
  int64_t stride;
  Differentiate(Activation activation, const float* before, float* inner, float* gradient, int64_t stride)
      : activation(activation), before(before), inner(inner), gradient(gradient), stride(stride) {}
  void operator()(int64_t row, int64_t rows, int64_t column, int64_t columns) const override {
    const int64_t at = row * stride + column;
    activation_gradient_block(activation, gradient + at, before + at, gradient + at, inner + at, rows, columns, stride);
  }
};

}  // namespace

void feed_forward(const float* x, const float* up, const float* up_bias, const float* down, const float* down_bias,
                  int64_t rows, int64_t hidden, int64_t inner, Activation activation, float* y, float* before,
                  const Products& products) {
  if (rows == 0) return;
  float* const packed_up = scratch(PACKED_1, products.packed_size(hidden, inner));
  float* const packed_down = scratch(PACKED_2, products.packed_size(inner, hidden));
  products.pack({up, hidden, true}, hidden, inner, packed_up);
  products.pack({down, inner, true}, inner, hidden, packed_down);
  const bool activates = activation != Activation::NONE;
  over_row_tasks(rows, [&](int64_t from, int64_t own) {
    float* const between = scratch(TASK_1, own * inner);
    float* const product_of = before ? before + from * inner : between;
    const Activate activate(activation, product_of, between, inner);
    products.multiply({x + from * hidden, hidden}, packed_up, 0, own, hidden, inner, 0, panels_of(inner), {up_bias, 0},
                      product_of, inner, activates ? &activate : nullptr);
    products.multiply({activates ? between : product_of, inner}, packed_down, 0, own, inner, hidden, 0,
                      panels_of(hidden), {down_bias, 0}, y + from * hidden, hidden, nullptr);
  });
}

void feed_forward_gradient(const float* dy, const float* x, const float* up, const float* down, const float* before,
                           int64_t rows, int64_t hidden, int64_t inner, Activation activation, float* dx, float* dup,
                           float* dup_bias, float* ddown, float* ddown_bias, const Products& products) {
  float* const packed_up = scratch(PACKED_1, products.packed_size(inner, hidden));
  float* const packed_down = scratch(PACKED_2, products.packed_size(hidden, inner));
  products.pack({up, hidden}, inner, hidden, packed_up);
  products.pack({down, inner}, hidden, inner, packed_down);
  float* const between = scratch(BLOCK_1, least(rows, ROWS_AT_ONCE) * inner);
  float* const gradient = scratch(BLOCK_2, least(rows, ROWS_AT_ONCE) * inner);
  const bool activates = activation != Activation::NONE;
  if (dup_bias) std::memset(dup_bias, 0, 4 * inner);
  if (ddown_bias) std::memset(ddown_bias, 0, 4 * hidden);
  int64_t row = 0;
  do {
    const int64_t count = least(ROWS_AT_ONCE, rows - row);
    over_row_tasks(count, [&](int64_t from, int64_t own) {
      float* const own_between = between + from * inner;
      float* const own_gradient = gradient + from * inner;
      const Differentiate differentiate(activation, before + (row + from) * inner, own_between, own_gradient, inner);
      products.multiply({dy + (row + from) * hidden, hidden}, packed_down, 0, own, hidden, inner, 0, panels_of(inner),
                        {}, own_gradient, inner, activates ? &differentiate : nullptr);
      products.multiply({own_gradient, inner}, packed_up, 0, own, inner, hidden, 0, panels_of(hidden), {},
                        dx + (row + from) * hidden, hidden, nullptr);
    });
    const float* const activated = activates ? between : before + row * inner;
    products.product_transposed(dy + row * hidden, hidden, activated, inner, count, hidden, inner, row > 0, ddown,
                                inner, ddown_bias);
    products.product_transposed(gradient, inner, x + row * hidden, hidden, count, inner, hidden, row > 0, dup, hidden,
                                dup_bias);
    row += count;
  } while (row < rows);
}

}  // namespace tlc
