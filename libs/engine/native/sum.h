// Sums of gradients.
#pragma once

#include <cstdint>

namespace tlc {

/** sum [size] += x, in place. */
void add_to(float* sum, const float* x, int64_t size);

}  // namespace tlc
