#include "rotary.h"

#include <cmath>

#include "elements.h"

namespace tlc {

void rotary_angles(int64_t positions, int64_t dimension, double base, float* angles) {
  const int64_t half = dimension / 2;
  over_rows(positions, [&](int64_t from, int64_t to) {
    for (int64_t i = 0; i < half; i++) {
      const double frequency = std::pow(base, -(double)i / half);
      for (int64_t position = from; position < to; position++) {
        angles[position * dimension + i] = (float)std::cos(position * frequency);
        angles[position * dimension + half + i] = (float)std::sin(position * frequency);
      }
    }
  });
}

TLC_ONCE void rotate(const float* from, int64_t from_stride, int64_t first_position, int64_t rows, int64_t size,
                     const Rotary& rotary, float by, float* to, int64_t to_stride) {
  const int64_t half = rotary.dimension / 2;
  for (int64_t row = 0; row < rows; row++, from += from_stride, to += to_stride) {
    const float* const cosines = rotary.angles + (first_position + row) * rotary.dimension;
    over(half, [&](int64_t i, auto width) {
      const Floats a = load(from + i, width), b = load(from + half + i, width);
      const Floats cosine = load(cosines + i, width), sine = load(cosines + half + i, width) * by;
      store(to + i, a * cosine - b * sine, width);
      store(to + half + i, b * cosine + a * sine, width);
    });
    if (to != from) std::memcpy(to + rotary.dimension, from + rotary.dimension, 4 * (size - rotary.dimension));
  }
}

}  // namespace tlc
