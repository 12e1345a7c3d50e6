#include "sgd.h"

#include "parameter_pieces.h"

namespace tlc {
namespace {

TLC_ONCE void move_by_sgd(const ParameterPiece& piece, float momentum, float clip) {
  const Trained& own = *piece.parameter;
  over(piece.size, [&](int64_t j, auto width) {
    const int64_t i = piece.first + j;
    const Floats gradient = load(own.gradient + i, width) * clip;
    const Floats kept = load(own.first + i, width) * momentum + gradient;
    store(own.first + i, kept, width);
    store(own.value + i, load(own.value + i, width) * own.decay - (kept * momentum + gradient) * own.rate, width);
  });
}

}  // namespace

void sgd(Trained* parameters, int64_t count, float momentum, float clip) {
  const std::vector<ParameterPiece> pieces = pieces_of(parameters, count);
  in_parallel(pieces.size(), [&](int64_t i) { move_by_sgd(pieces[i], momentum, clip); });
}

}  // namespace tlc
