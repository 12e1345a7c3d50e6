#include "dropout.h"

#include "elements.h"

namespace tlc {

void dropout(const float* x, int64_t size, const Mask& mask, float* y) {
  over_elements(size, [&](int64_t i, auto width) { store(y + i, load(x + i, width) * multipliers(mask, i), width); });
}

}  // namespace tlc
