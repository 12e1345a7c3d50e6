#include "dropout.h"

#include "elements.h"

namespace tlc {

void dropout(const float* x, int64_t size, const Mask& mask, float* y) {
  over_elements(size, [&](int64_t i, auto width) { store(y + i, load(x + i, width) * multipliers(mask, i), width); });
}

void add_residual(const float* x, const float* residual, int64_t size, const Mask& mask, float* y) {
  over_elements(size, [&](int64_t i, auto width) {
    const Floats value = load(x + i, width);
    store(y + i, load(residual + i, width) + (mask.last >= 0 ? value * multipliers(mask, i) : value), width);
  });
}

}  // namespace tlc
