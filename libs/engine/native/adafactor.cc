#include "adafactor.h"

#include <cmath>

#include "parameter_pieces.h"
#include "scratch_slots.h"

namespace tlc {
namespace {

/** Added to squared gradients, and the least root mean square that a parameter counts with. */
constexpr float SQUARE_EPSILON = 1e-30f;
constexpr float LEAST_SCALE = 1e-3f;

/** Sums of squares over a piece: of the parameter, and of what it shall move by before that is limited. */
struct Squares {
  double value, move;
};

/** The rate of a parameter and what its move is multiplied by, from the sums of its squares. */
void apply_limits(const Trained& own, const Squares& sum, bool scaled, float* rate, float* keep) {
  const double rms = std::sqrt(sum.move / own.size);
  const double scale = scaled ? std::sqrt(sum.value / own.size) : 1;
  const double own_rate = own.rate * (scaled && scale < LEAST_SCALE ? LEAST_SCALE : scale);
  *keep = 1 - own_rate * own.decay;
  *rate = own_rate / (rms > 1 ? rms : 1);
}

/** Means of squared gradients: those of the rows [from, to) brought on, and their sums by column, [columns]. */
TLC_ONCE void bring_rows_on(const Trained& own, int64_t from, int64_t to, const AdafactorStep& step, float* sums) {
  for (int64_t j = 0; j < own.columns; j++) sums[j] = 0;
  for (int64_t row = from; row < to; row++) {
    const float* const gradient = own.gradient + row * own.columns;
    const double squares = exact_sum(own.columns, [&](int64_t j, auto width) {
      const Floats value = load(gradient + j, width) * step.clip;
      const Floats square = value * value;
      store(sums + j, load(sums + j, width) + square, width);
      return square;
    });
    own.first[row] = own.first[row] * step.keep + step.add * (float)(squares / own.columns + SQUARE_EPSILON);
  }
}

/** Calls `each(element, move, width)` over rows [from, to), the move being g / √(r c / mean r). */
template <class Each>
TLC_INLINE void over_matrix(const Trained& own, int64_t from, int64_t to, float clip, float mean,
                            const float* of_columns, Each each) {
  for (int64_t row = from; row < to; row++) {
    const float of_row = clip / std::sqrt(own.first[row] / mean);
    over(own.columns, [&](int64_t j, auto width) {
      const int64_t i = row * own.columns + j;
      each(i, load(own.gradient + i, width) * of_row * load(of_columns + j, width), width);
    });
  }
}

TLC_ONCE Squares squares_of_rows(const Trained& own, int64_t from, int64_t to, float clip, float mean,
                                 const float* of_columns) {
  Squares sums = {0, 0};
  for (int64_t row = from; row < to; row++) {
    Floats values = {}, moves = {};
    over_matrix(own, row, row + 1, clip, mean, of_columns, [&](int64_t i, Floats move, auto width) {
      const Floats value = load(own.value + i, width);
      values += value * value;
      moves += move * move;
    });
    sums.value += total(values);
    sums.move += total(moves);
  }
  return sums;
}

TLC_ONCE void move_rows(const Trained& own, int64_t from, int64_t to, float clip, float mean, const float* of_columns,
                        float rate, float keep) {
  over_matrix(own, from, to, clip, mean, of_columns, [&](int64_t i, Floats move, auto width) {
    store(own.value + i, load(own.value + i, width) * keep - move * rate, width);
  });
}

void move_matrix(const Trained& own, const AdafactorStep& step) {
  const int64_t blocks = ceil_div(own.rows, SUMMED_ROWS);
  float* const partial = scratch(PARTIAL_SUMS, (blocks + 1) * own.columns);
  float* const of_columns = partial + blocks * own.columns;
  over_rows(own.rows, [&](int64_t from, int64_t to) {
    bring_rows_on(own, from, to, step, partial + from / SUMMED_ROWS * own.columns);
  });
  for (int64_t j = 0; j < own.columns; j++) {
    double sum = 0;
    for (int64_t block = 0; block < blocks; block++) sum += partial[block * own.columns + j];
    own.second[j] = own.second[j] * step.keep + step.add * (float)(sum / own.rows + SQUARE_EPSILON);
    of_columns[j] = 1 / std::sqrt(own.second[j]);
  }
  double rows = 0;
  for (int64_t row = 0; row < own.rows; row++) rows += own.first[row];
  const float mean = rows / own.rows;
  std::vector<Squares> squares(blocks);
  over_rows(own.rows, [&](int64_t from, int64_t to) {
    squares[from / SUMMED_ROWS] = squares_of_rows(own, from, to, step.clip, mean, of_columns);
  });
  Squares sum = {0, 0};
  for (const Squares& each : squares) {
    sum.value += each.value;
    sum.move += each.move;
  }
  float rate, keep;
  apply_limits(own, sum, step.scaled, &rate, &keep);
  over_rows(own.rows,
            [&](int64_t from, int64_t to) { move_rows(own, from, to, step.clip, mean, of_columns, rate, keep); });
}

TLC_ONCE Squares squares_of_elements(const ParameterPiece& piece, const AdafactorStep& step) {
  const Trained& own = *piece.parameter;
  Squares sums = {0, 0};
  for (int64_t at = 0; at < piece.size; at += 256) {
    Floats values = {}, moves = {};
    over(least(256, piece.size - at), [&](int64_t j, auto width) {
      const int64_t i = piece.first + at + j;
      const Floats gradient = load(own.gradient + i, width) * step.clip, value = load(own.value + i, width);
      const Floats mean = load(own.first + i, width) * step.keep + (gradient * gradient + SQUARE_EPSILON) * step.add;
      store(own.first + i, mean, width);
      values += value * value;
      moves += gradient * gradient / mean;
    });
    sums.value += total(values);
    sums.move += total(moves);
  }
  return sums;
}

TLC_ONCE void move_elements(const ParameterPiece& piece, float clip, float rate, float keep) {
  const Trained& own = *piece.parameter;
  over(piece.size, [&](int64_t j, auto width) {
    const int64_t i = piece.first + j;
    const Floats move = load(own.gradient + i, width) * clip / root(load(own.first + i, width));
    store(own.value + i, load(own.value + i, width) * keep - move * rate, width);
  });
}

void move_vector(Trained& own, const AdafactorStep& step) {
  const std::vector<ParameterPiece> pieces = pieces_of(&own, 1);
  std::vector<Squares> squares(pieces.size());
  in_parallel(pieces.size(), [&](int64_t i) { squares[i] = squares_of_elements(pieces[i], step); });
  Squares sum = {0, 0};
  for (const Squares& each : squares) {
    sum.value += each.value;
    sum.move += each.move;
  }
  float rate, keep;
  apply_limits(own, sum, step.scaled, &rate, &keep);
  in_parallel(pieces.size(), [&](int64_t i) { move_elements(pieces[i], step.clip, rate, keep); });
}

}  // namespace

void adafactor(Trained* parameters, int64_t count, const AdafactorStep& step) {
  for (Trained* own = parameters; own < parameters + count; own++) {
    if (own->size == 0) continue;
    if (own->second) move_matrix(*own, step);
    else move_vector(*own, step);
  }
}

}  // namespace tlc
