#include "lamb.h"

#include <cmath>

#include "moments.h"
#include "parameter_pieces.h"

namespace tlc {
namespace {

struct Correction {
  float mean, square, epsilon;
};

TLC_INLINE Floats lamb_move(Floats value, Floats mean, Floats square, float decay, Correction by) {
  return mean * by.mean / (root(square * by.square) + by.epsilon) + value * decay;
}

struct Norms {
  double value, move;
};

/** Brings the moments on, and gives the squares of what is there and of what it shall move by. */
TLC_ONCE Norms squares_of_lamb(const ParameterPiece& piece, const Moments& moments, Correction by) {
  const Trained& own = *piece.parameter;
  Norms sums = {0, 0};
  for (int64_t at = 0; at < piece.size; at += 256) {
    Floats values = {}, moves = {};
    over(least(256, piece.size - at), [&](int64_t j, auto width) {
      const int64_t i = piece.first + at + j;
      const auto [mean, square] = next_moments(own, i, moments, width);
      const Floats value = load(own.value + i, width);
      const Floats move = lamb_move(value, mean, square, own.decay, by);
      values += value * value;
      moves += move * move;
    });
    sums.value += total(values);
    sums.move += total(moves);
  }
  return sums;
}

TLC_ONCE void move_by_lamb(const ParameterPiece& piece, Correction by, float rate) {
  const Trained& own = *piece.parameter;
  over(piece.size, [&](int64_t j, auto width) {
    const int64_t i = piece.first + j;
    const Floats value = load(own.value + i, width);
    const Floats move = lamb_move(value, load(own.first + i, width), load(own.second + i, width), own.decay, by);
    store(own.value + i, value - move * rate, width);
  });
}

}  // namespace

void lamb(Trained* parameters, int64_t count, const Moments& moments, float mean_scale, float square_scale) {
  const Correction by = {mean_scale, square_scale, moments.epsilon};
  const std::vector<ParameterPiece> pieces = pieces_of(parameters, count);
  std::vector<Norms> squares(pieces.size());
  in_parallel(pieces.size(), [&](int64_t i) { squares[i] = squares_of_lamb(pieces[i], moments, by); });
  std::vector<Norms> sums(count, Norms{0, 0});
  for (size_t i = 0; i < pieces.size(); i++) {
    Norms& sum = sums[pieces[i].parameter - parameters];
    sum.value += squares[i].value;
    sum.move += squares[i].move;
  }
  in_parallel(pieces.size(), [&](int64_t i) {
    const Trained& own = *pieces[i].parameter;
    const Norms& sum = sums[pieces[i].parameter - parameters];
    const bool scaled = own.decay > 0 && sum.value > 0 && sum.move > 0;
    move_by_lamb(pieces[i], by, scaled ? own.rate * std::sqrt(sum.value / sum.move) : own.rate);
  });
}

}  // namespace tlc
