// The moments of Adam's family.
#pragma once

#include <utility>

#include "adamw.h"
#include "vectors.h"

namespace tlc {

/** Brings the means of element i on by one step. */
template <class Width>
TLC_INLINE std::pair<Floats, Floats> next_moments(const Trained& own, int64_t i, const Moments& moments, Width width) {
  const Floats gradient = load(own.gradient + i, width);
  const Floats mean = load(own.first + i, width) * moments.keep_mean + gradient * moments.add_mean;
  const Floats square = load(own.second + i, width) * moments.keep_square + gradient * gradient * moments.add_square;
  store(own.first + i, mean, width);
  store(own.second + i, square, width);
  return {mean, square};
}

}  // namespace tlc
