#include "layer_norm.h"

#include "elements.h"
#include "scratch_slots.h"

namespace tlc {
namespace {

/** residual + dropout(x) at the vector of element `at` of all. */
template <class Width>
TLC_INLINE Floats sum_at(const float* x, const float* residual, const Mask& mask, int64_t at, Width width) {
  Floats value = load(x + at, width);
  if (mask.last >= 0) value = value * multipliers(mask, at);
  return residual ? load(residual + at, width) + value : value;
}

TLC_ONCE void norm_row(const float* x, const float* residual, const float* gain, const float* bias, int64_t row,
                       int64_t hidden, float epsilon, const Mask& mask, float* y, float& mean, float& scale,
                       bool centred) {
  const int64_t first = row * hidden;
  Floats sum = {}, squares = {};
  over(hidden, [&](int64_t j, auto width) {
    const Floats value = within(sum_at(x, residual, mask, first + j, width), width);
    sum += value;
    store(y + first + j, value, width);
  });
  mean = centred ? total(sum) / hidden : 0;
  over(hidden, [&](int64_t j, auto width) {
    const Floats centred = within(load(y + first + j, width) - mean, width);
    squares = centred * centred + squares;
  });
  scale = 1 / __builtin_sqrtf(total(squares) / hidden + epsilon);
  over(hidden, [&](int64_t j, auto width) {
    const Floats normal = (load(y + first + j, width) - mean) * scale;
    const Floats scaled = normal * load(gain + j, width);
    store(y + first + j, bias ? scaled + load(bias + j, width) : scaled, width);
  });
}

TLC_ONCE void norm_row_gradient(const float* dy, const float* x, const float* residual, const float* gain, float mean,
                                float scale, int64_t row, int64_t hidden, const Mask& mask, float* dx, float* dresidual,
                                float* dgain, float* dbias, bool centred) {
  const int64_t first = row * hidden;
  Floats sum = {}, along = {};
  over(hidden, [&](int64_t j, auto width) {
    const Floats d = load(dy + first + j, width), g = d * load(gain + j, width);
    const Floats normal = within((sum_at(x, residual, mask, first + j, width) - mean) * scale, width);
    sum += g;
    along = g * normal + along;
    store(dgain + j, d * normal + load(dgain + j, width), width);
    if (dbias) store(dbias + j, d + load(dbias + j, width), width);
    store(dx + first + j, normal, width);
  });
  const float mean_of_g = centred ? total(sum) / hidden : 0, mean_along = total(along) / hidden;
  over(hidden, [&](int64_t j, auto width) {
    const Floats g = load(dy + first + j, width) * load(gain + j, width), normal = load(dx + first + j, width);
    const Floats d = (g - mean_of_g - normal * mean_along) * scale;
    if (dresidual) store(dresidual + first + j, d, width);
    store(dx + first + j, mask.last >= 0 ? d * multipliers(mask, first + j) : d, width);
  });
}

}  // namespace

void add_norm(const float* x, const float* residual, const float* gain, const float* bias, int64_t rows, int64_t hidden,
              float epsilon, const Mask& mask, float* y, float* mean, float* scale, bool centred) {
  over_rows(rows, [&](int64_t from, int64_t to) {
    for (int64_t row = from; row < to; row++) {
      norm_row(x, residual, gain, bias, row, hidden, epsilon, mask, y, mean[row], scale[row], centred);
    }
  });
}

void add_norm_gradient(const float* dy, const float* x, const float* residual, const float* gain, const float* mean,
                       const float* scale, int64_t rows, int64_t hidden, const Mask& mask, float* dx, float* dresidual,
                       float* dgain, float* dbias, bool centred) {
  const int64_t pieces = ceil_div(rows, SUMMED_ROWS);
  float* const partial = scratch(PARTIAL_SUMS, pieces * 2 * hidden);
  over_rows(rows, [&](int64_t from, int64_t to) {
    float* const own = partial + from / SUMMED_ROWS * 2 * hidden;
    std::memset(own, 0, 2 * hidden * 4);
    for (int64_t row = from; row < to; row++) {
      norm_row_gradient(dy, x, residual, gain, mean[row], scale[row], row, hidden, mask, dx, dresidual, own,
                        dbias ? own + hidden : nullptr, centred);
    }
  });
  std::memset(dgain, 0, 4 * hidden);
  if (dbias) std::memset(dbias, 0, 4 * hidden);
  for (int64_t piece = 0; piece < pieces; piece++) {
    const float* const own = partial + piece * 2 * hidden;
    for (int64_t j = 0; j < hidden; j++) {
      dgain[j] += own[j];
      if (dbias) dbias[j] += own[hidden + j];
    }
  }
}

}  // namespace tlc
