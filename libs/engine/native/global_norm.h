#pragma once

#include <cstdint>

namespace tlc {

/** The Euclidean norm of all elements of `count` tensors together. */
float global_norm(const float* const* tensors, const int64_t* sizes, int64_t count);

}  // namespace tlc
