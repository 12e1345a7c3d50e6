#include "gated_feed_forward.h"

#include "activation.h"
#include "row_tasks.h"
#include "scratch_slots.h"

namespace tlc {
namespace {

/** activation(gate) · up of a finished piece of up, which lies `inner` columns after the gate. */
struct Gate final : Finish {
  Activation activation;
  const float* both;
  float* y;
  int64_t inner;
  Gate(Activation activation, const float* both, float* y, int64_t inner)
      : activation(activation), both(both), y(y), inner(inner) {}
  void operator()(int64_t row, int64_t rows, int64_t column, int64_t columns) const override {
    const float* const gate = both + row * 2 * inner + column;
    gate_block(activation, gate, gate + inner, y + row * inner + column, rows, columns, 2 * inner, inner);
  }
};

/** Turns dy W₂ into the gradients of gate and up, and into what came out of the gate. */
struct DifferentiateGate final : Finish {
  Activation activation;
  const float* both;
  float *between, *gradient;
  int64_t inner;
  DifferentiateGate(Activation activation, const float* both, float* between, float* gradient, int64_t inner)
      : activation(activation), both(both), between(between), gradient(gradient), inner(inner) {}
  void operator()(int64_t row, int64_t rows, int64_t column, int64_t columns) const override {
    float* const own = between + row * inner + column;
    const int64_t at = row * 2 * inner + column;
    gate_gradient_block(activation, own, both + at, both + at + inner, gradient + at, gradient + at + inner, own, rows,
                        columns, 2 * inner, inner);
  }
};

}  // namespace

void gated_feed_forward(const float* x, const GatedLayers& layers, int64_t rows, int64_t hidden, int64_t inner,
                        Activation activation, float* y, float* before, const Products& products) {
  if (rows == 0) return;
  const int64_t up_size = products.packed_size(hidden, inner);
  float* const packed_gate = scratch(PACKED_1, 2 * up_size);
  float* const packed_up = packed_gate + up_size;
  float* const packed_down = scratch(PACKED_2, products.packed_size(inner, hidden));
  products.pack({layers.gate, hidden, true}, hidden, inner, packed_gate);
  products.pack({layers.up, hidden, true}, hidden, inner, packed_up);
  products.pack({layers.down, inner, true}, inner, hidden, packed_down);
  over_row_tasks(rows, [&](int64_t from, int64_t own) {
    float* const between = scratch(TASK_1, own * inner);
    float* const both = before ? before + from * 2 * inner : scratch(TASK_2, own * 2 * inner);
    const Matrix own_x{x + from * hidden, hidden};
    const Gate gate(activation, both, between, inner);
    products.multiply(own_x, packed_gate, 0, own, hidden, inner, 0, panels_of(inner), {layers.gate_bias, 0}, both,
                      2 * inner, nullptr);
    products.multiply(own_x, packed_up, 0, own, hidden, inner, 0, panels_of(inner), {layers.up_bias, 0}, both + inner,
                      2 * inner, &gate);
    products.multiply({between, inner}, packed_down, 0, own, inner, hidden, 0, panels_of(hidden), {layers.down_bias, 0},
                      y + from * hidden, hidden, nullptr);
  });
}

void gated_feed_forward_gradient(const float* dy, const float* x, const GatedLayers& layers, const float* before,
                                 int64_t rows, int64_t hidden, int64_t inner, Activation activation, float* dx,
                                 const GatedGradients& gradients, const Products& products) {
  const int64_t up_size = products.packed_size(inner, hidden);
  float* const packed_gate = scratch(PACKED_1, 2 * up_size);
  float* const packed_up = packed_gate + up_size;
  float* const packed_down = scratch(PACKED_2, products.packed_size(hidden, inner));
  products.pack({layers.gate, hidden}, inner, hidden, packed_gate);
  products.pack({layers.up, hidden}, inner, hidden, packed_up);
  products.pack({layers.down, inner}, hidden, inner, packed_down);
  float* const between = scratch(BLOCK_1, least(rows, ROWS_AT_ONCE) * inner);
  float* const gradient = scratch(BLOCK_2, least(rows, ROWS_AT_ONCE) * 2 * inner);
  if (gradients.gate_bias) std::memset(gradients.gate_bias, 0, 4 * inner);
  if (gradients.up_bias) std::memset(gradients.up_bias, 0, 4 * inner);
  if (gradients.down_bias) std::memset(gradients.down_bias, 0, 4 * hidden);
  int64_t row = 0;
  do {
    const int64_t count = least(ROWS_AT_ONCE, rows - row);
    over_row_tasks(count, [&](int64_t from, int64_t own) {
      float* const own_between = between + from * inner;
      float* const own_gradient = gradient + from * 2 * inner;
      float* const own_dx = dx + (row + from) * hidden;
      const DifferentiateGate differentiate(activation, before + (row + from) * 2 * inner, own_between, own_gradient,
                                            inner);
      products.multiply({dy + (row + from) * hidden, hidden}, packed_down, 0, own, hidden, inner, 0, panels_of(inner),
                        {}, own_between, inner, &differentiate);
      products.multiply({own_gradient, 2 * inner}, packed_gate, 0, own, inner, hidden, 0, panels_of(hidden), {}, own_dx,
                        hidden, nullptr);
      products.multiply({own_gradient + inner, 2 * inner}, packed_up, 0, own, inner, hidden, 0, panels_of(hidden),
                        {own_dx, hidden}, own_dx, hidden, nullptr);
    });
    products.product_transposed(dy + row * hidden, hidden, between, inner, count, hidden, inner, row > 0,
                                gradients.down, inner, gradients.down_bias);
    products.product_transposed(gradient, 2 * inner, x + row * hidden, hidden, count, inner, hidden, row > 0,
                                gradients.gate, hidden, gradients.gate_bias);
    products.product_transposed(gradient + inner, 2 * inner, x + row * hidden, hidden, count, inner, hidden, row > 0,
                                gradients.up, hidden, gradients.up_bias);
    row += count;
  } while (row < rows);
}

}  // namespace tlc
