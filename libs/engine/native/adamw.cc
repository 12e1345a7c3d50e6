#include "adamw.h"

#include <cmath>
#include <vector>

#include "elements.h"

namespace tlc {
namespace {

/** What PyTorch's clip_grad_norm_ adds to the norm that it divides by. */
constexpr float CLIP_EPSILON = 1e-6f;

/** PIECE elements of one parameter, or fewer at its end. */
struct Piece {
  Parameter* parameter;
  int64_t first, size;
};

TLC_ONCE double sum_of_squares(const float* x, int64_t size) {
  // 256 elements in float32, and these sums in float64: nothing is lost however many there are
  double sum = 0;
  for (int64_t i = 0; i < size; i += 256) {
    Floats squares = {};
    over(least(256, size - i), [&](int64_t j, auto width) {
      const Floats value = load(x + i + j, width);
      squares = value * value + squares;
    });
    sum += total(squares);
  }
  return sum;
}

TLC_ONCE void move(const Piece& piece, const Update& update, float clip) {
  const Parameter& own = *piece.parameter;
  const float add_mean = update.add_mean * clip, add_square = update.add_square * clip * clip;
  over(piece.size, [&](int64_t j, auto width) {
    const int64_t i = piece.first + j;
    const Floats gradient = load(own.gradient + i, width);
    const Floats mean = load(own.mean + i, width) * update.keep_mean + gradient * add_mean;
    const Floats square = load(own.square + i, width) * update.keep_square + gradient * gradient * add_square;
    store(own.mean + i, mean, width);
    store(own.square + i, square, width);
    const Floats moved = load(own.value + i, width) * own.decay - mean / (root(square) + update.epsilon) * update.rate;
    store(own.value + i, moved, width);
  });
}

}  // namespace

float adamw(Parameter* parameters, int64_t count, const Update& update) {
  std::vector<Piece> pieces;
  for (Parameter* own = parameters; own < parameters + count; own++) {
    for (int64_t first = 0; first < own->size; first += PIECE) {
      pieces.push_back({own, first, least(PIECE, own->size - first)});
    }
  }
  std::vector<double> squares(pieces.size());
  in_parallel(pieces.size(), [&](int64_t i) {
    squares[i] = sum_of_squares(pieces[i].parameter->gradient + pieces[i].first, pieces[i].size);
  });
  double sum = 0;
  for (const double each : squares) sum += each;
  const float norm = std::sqrt(sum);
  const float ratio = update.clip_norm / (norm + CLIP_EPSILON);
  // A norm that is no number goes on to the parameters
  const float clip = ratio >= 1 ? 1 : ratio;
  in_parallel(pieces.size(), [&](int64_t i) { move(pieces[i], update, clip); });
  return norm;
}

}  // namespace tlc
