#include "global_norm.h"

#include <cmath>

#include "parameter_pieces.h"

namespace tlc {
namespace {

TLC_ONCE double sum_of_squares(const float* x, int64_t size) {
  return exact_sum(size, [&](int64_t i, auto width) {
    const Floats value = load(x + i, width);
    return value * value;
  });
}

}  // namespace

float global_norm(const float* const* tensors, const int64_t* sizes, int64_t count) {
  std::vector<Trained> all(count);
  for (int64_t i = 0; i < count; i++) {
    all[i].gradient = tensors[i];
    all[i].size = sizes[i];
  }
  const std::vector<ParameterPiece> pieces = pieces_of(all.data(), count);
  std::vector<double> squares(pieces.size());
  in_parallel(pieces.size(), [&](int64_t i) {
    squares[i] = sum_of_squares(pieces[i].parameter->gradient + pieces[i].first, pieces[i].size);
  });
  double sum = 0;
  for (const double each : squares) sum += each;
  return std::sqrt(sum);
}

}  // namespace tlc
