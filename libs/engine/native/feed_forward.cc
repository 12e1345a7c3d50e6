#include "feed_forward.h"

#include "activation.h"
#include "scratch_slots.h"
#include "threads.h"

namespace tlc {
namespace {

/**
 * Rows of a task of forward: what lies between its two products, some 700 KB in BERT-mini, stays in the second
 * cache.
 */
constexpr int64_t TASK_ROWS = BLOCK_ROWS;

/** Rows of backward that are done at one time: what lies between is shared by all threads, in the last cache. */
constexpr int64_t ROWS_AT_ONCE = 2 * DEPTH;

/** The activation, in place. */
struct Activate final : Finish {
  Activation activation;
  float* inner;
  int64_t stride;
  Activate(Activation activation, float* inner, int64_t stride)
      : activation(activation), inner(inner), stride(stride) {}
  void operator()(int64_t row, int64_t rows, int64_t column, int64_t columns) const override {
    float* const own = inner + row * stride + column;
    activate_block(activation, own, own, rows, columns, stride);
  }
};

/**
 * Turns dy W₂ᵀ into the gradient before the activation, and what came before the activation into what came out of
 * it.
 */
struct Differentiate final : Finish {
  Activation activation;
  float *inner, *gradient;
  int64_t stride;
  Differentiate(Activation activation, float* inner, float* gradient, int64_t stride)
      : activation(activation), inner(inner), gradient(gradient), stride(stride) {}
  void operator()(int64_t row, int64_t rows, int64_t column, int64_t columns) const override {
    const int64_t at = row * stride + column;
    if (activation == Activation::NONE) return;
    activation_gradient_block(activation, gradient + at, inner + at, gradient + at, inner + at, rows, columns, stride);
  }
};

/** Tasks for `rows` rows: as many for each thread, each of whole tiles. */
int64_t tasks_for(int64_t rows) {
  return least(ceil_div(rows, TILE_ROWS), ceil_div(ceil_div(rows, TASK_ROWS), threads()) * threads());
}

int64_t first_row(int64_t task, int64_t tasks, int64_t rows) {
  return least(rows, task * ceil_div(rows, TILE_ROWS) / tasks * TILE_ROWS);
}

}  // namespace

void feed_forward(const float* x, const float* up, const float* up_bias, const float* down, const float* down_bias,
                  int64_t rows, int64_t hidden, int64_t inner, Activation activation, float* y) {
  if (rows == 0) return;
  float* const packed_up = scratch(PACKED_1, packed_size(hidden, inner));
  float* const packed_down = scratch(PACKED_2, packed_size(inner, hidden));
  pack({up, inner}, hidden, inner, packed_up);
  pack({down, hidden}, inner, hidden, packed_down);
  const int64_t tasks = tasks_for(rows);
  in_parallel(tasks, [&](int64_t task) {
    const int64_t from = first_row(task, tasks, rows), own = first_row(task + 1, tasks, rows) - from;
    float* const between = scratch(TASK_1, own * inner);
    const Activate activate(activation, between, inner);
    multiply({x + from * hidden, hidden}, packed_up, 0, own, hidden, inner, 0, panels_of(inner), {up_bias, 0}, between,
             inner, activation == Activation::NONE ? nullptr : &activate);
    multiply({between, inner}, packed_down, 0, own, inner, hidden, 0, panels_of(hidden), {down_bias, 0},
             y + from * hidden, hidden);
  });
}

void feed_forward_gradient(const float* dy, const float* x, const float* up, const float* up_bias, const float* down,
                           int64_t rows, int64_t hidden, int64_t inner, Activation activation, float* dx, float* dup,
                           float* dup_bias, float* ddown, float* ddown_bias) {
  float* const packed_up = scratch(PACKED_1, packed_size(hidden, inner));
  float* const packed_up_transposed = scratch(PACKED_2, packed_size(inner, hidden));
  float* const packed_down_transposed = scratch(PACKED_3, packed_size(hidden, inner));
  pack({up, inner}, hidden, inner, packed_up);
  pack({up, inner, true}, inner, hidden, packed_up_transposed);
  pack({down, hidden, true}, hidden, inner, packed_down_transposed);
  float* const between = scratch(BLOCK_1, least(rows, ROWS_AT_ONCE) * inner);
  float* const gradient = scratch(BLOCK_2, least(rows, ROWS_AT_ONCE) * inner);
  if (dup_bias) std::memset(dup_bias, 0, 4 * inner);
  if (ddown_bias) std::memset(ddown_bias, 0, 4 * hidden);
  int64_t row = 0;
  do {
    const int64_t count = least(ROWS_AT_ONCE, rows - row), tasks = tasks_for(count);
    in_parallel(tasks, [&](int64_t task) {
      const int64_t from = first_row(task, tasks, count), own = first_row(task + 1, tasks, count) - from;
      float* const own_between = between + from * inner;
      float* const own_gradient = gradient + from * inner;
      multiply({x + (row + from) * hidden, hidden}, packed_up, 0, own, hidden, inner, 0, panels_of(inner),
               {up_bias, 0}, own_between, inner);
      const Differentiate differentiate(activation, own_between, own_gradient, inner);
      multiply({dy + (row + from) * hidden, hidden}, packed_down_transposed, 0, own, hidden, inner, 0,
               panels_of(inner), {}, own_gradient, inner, &differentiate);
      multiply({own_gradient, inner}, packed_up_transposed, 0, own, inner, hidden, 0, panels_of(hidden), {},
               dx + (row + from) * hidden, hidden);
    });
    product_transposed(between, inner, dy + row * hidden, hidden, count, inner, hidden, row > 0, ddown, hidden,
                       ddown_bias);
    product_transposed(x + row * hidden, hidden, gradient, inner, count, hidden, inner, row > 0, dup, inner, dup_bias);
    row += count;
  } while (row < rows);
}

}  // namespace tlc
