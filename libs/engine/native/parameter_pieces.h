// Parameters of any sizes cut into pieces for the threads: the same ones for any number of threads.
#pragma once

#include <vector>

#include "elements.h"
#include "optimizer.h"

namespace tlc {

/** Elements `first` to `first + size` − 1 of one parameter: PIECE of them, or fewer at its end. */
struct ParameterPiece {
  Trained* parameter;
  int64_t first, size;
};

inline std::vector<ParameterPiece> pieces_of(Trained* parameters, int64_t count) {
  std::vector<ParameterPiece> pieces;
  for (Trained* own = parameters; own < parameters + count; own++) {
    for (int64_t first = 0; first < own->size; first += PIECE) {
      pieces.push_back({own, first, least(PIECE, own->size - first)});
    }
  }
  return pieces;
}

/**
 * The sum of `each(j, width)` over the vectors of `size` elements: 256 of them in float32, and these sums in float64, so
 * that nothing is lost however many there are. Lanes beyond the end must be 0.
 */
template <class Each>
TLC_INLINE double exact_sum(int64_t size, Each each) {
  double sum = 0;
  for (int64_t i = 0; i < size; i += 256) {
    Floats part = {};
    over(least(256, size - i), [&](int64_t j, auto width) { part += each(i + j, width); });
    sum += total(part);
  }
  return sum;
}

}  // namespace tlc
