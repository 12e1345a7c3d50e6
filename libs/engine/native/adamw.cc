#include "adamw.h"

#include "moments.h"
#include "parameter_pieces.h"

namespace tlc {
namespace {

TLC_ONCE void move_by_adamw(const ParameterPiece& piece, const Moments& moments) {
  const Trained& own = *piece.parameter;
  over(piece.size, [&](int64_t j, auto width) {
    const int64_t i = piece.first + j;
    const auto [mean, square] = next_moments(own, i, moments, width);
    const Floats moved = load(own.value + i, width) * own.decay - mean / (root(square) + moments.epsilon) * own.rate;
    store(own.value + i, moved, width);
  });
}

}  // namespace

void adamw(Trained* parameters, int64_t count, const Moments& moments) {
  const std::vector<ParameterPiece> pieces = pieces_of(parameters, count);
  in_parallel(pieces.size(), [&](int64_t i) { move_by_adamw(pieces[i], moments); });
}

}  // namespace tlc
