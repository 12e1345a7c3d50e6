#include "output_head.h"

#include <cmath>

#include "normal.h"
#include "scratch_slots.h"
#include "threads.h"

namespace tlc {
namespace {

/**
 * Terms that are summed in float32 before the sum is added to one in float64: small ones would vanish beside a
 * large sum.
 */
constexpr int64_t SUMMED_WORDS = 1024;

/**
 * The cross entropy of one row, −Σ target · log softmax, with target 1 − ε on the label and ε / vocabulary on every
 * word; and, when
 * `gradient`, the logits become (softmax − target) · weight.
 */
TLC_ONCE double cross_entropy(float* logits, int64_t vocabulary, int32_t label, float smoothing, float weight,
                              bool gradient) {
  Floats highest = broadcast(-INFINITY);
  over(vocabulary,
       [&](int64_t j, auto width) { highest = larger(within(load(logits + j, width), width, logits[0]), highest); });
  const float most = largest(highest), on_label = logits[label];
  double sum = 0, sum_of_logits = 0;
  for (int64_t first = 0; first < vocabulary; first += SUMMED_WORDS) {
    Floats exponentials = {}, logits_of_piece = {};
    float* const piece = logits + first;
    over(least(SUMMED_WORDS, vocabulary - first), [&](int64_t j, auto width) {
      const Floats value = load(piece + j, width), e = within(exponential(value - most), width);
      exponentials += e;
      logits_of_piece += value;
      if (gradient) store(piece + j, e, width);
    });
    sum += total(exponentials);
    sum_of_logits += total(logits_of_piece);
  }
  if (gradient) {
    const float factor = weight / sum, even = weight * smoothing / vocabulary;
    over(vocabulary, [&](int64_t j, auto width) { store(logits + j, load(logits + j, width) * factor - even, width); });
    logits[label] -= weight * (1 - smoothing);
  }
  const double expected = (1 - (double)smoothing) * on_label + smoothing * sum_of_logits / vocabulary;
  return most + std::log(sum) - expected;
}

}  // namespace

float output_head(const float* x, const float* table, const float* bias, const int32_t* labels, int64_t rows,
                  int64_t hidden, int64_t vocabulary, float smoothing, const HeadGradients* gradients,
                  const Products& products) {
  const int64_t count = least(rows, ROWS_OF_LOGITS);
  float* const packed = scratch(PACKED_1, products.packed_size(hidden, vocabulary));
  // A packed table is as large as the table: where all rows go at one time, the second takes the place of the first
  const bool at_once = rows <= ROWS_OF_LOGITS;
  float* packed_back = nullptr;
  float* const logits = scratch(BLOCK_1, count * vocabulary);
  products.pack({table, hidden, true}, hidden, vocabulary, packed);
  const auto pack_back = [&](Slot slot) {
    packed_back = scratch(slot, products.packed_size(vocabulary, hidden));
    products.pack({table, hidden}, vocabulary, hidden, packed_back);
  };
  if (gradients) {
    if (!at_once) pack_back(PACKED_2);
    std::memset(gradients->bias, 0, 4 * vocabulary);
  }
  double loss = 0;
  int64_t row = 0;
  do {
    const int64_t own = least(ROWS_OF_LOGITS, rows - row);
    products.product({x + row * hidden, hidden}, packed, own, hidden, vocabulary, {bias, 0}, logits, vocabulary,
                     nullptr);
    double losses[ROWS_OF_LOGITS];
    constexpr int64_t ROWS_A_TASK = 8;
    in_parallel(ceil_div(own, ROWS_A_TASK), [&](int64_t piece) {
      for (int64_t i = piece * ROWS_A_TASK; i < least(own, (piece + 1) * ROWS_A_TASK); i++) {
        losses[i] = cross_entropy(logits + i * vocabulary, vocabulary, labels[row + i], smoothing, 1.0f / rows,
                                  gradients != nullptr);
      }
    });
    for (int64_t i = 0; i < own; i++) loss += losses[i];
    if (gradients) {
      if (at_once) pack_back(PACKED_1);
      products.product({logits, vocabulary}, packed_back, own, vocabulary, hidden, {}, gradients->x + row * hidden,
                       hidden, nullptr);
      products.product_transposed(logits, vocabulary, x + row * hidden, hidden, own, vocabulary, hidden, row > 0,
                                  gradients->table, hidden, gradients->bias);
    }
    row += own;
  } while (row < rows);
  return rows ? loss / rows : 0;
}

}  // namespace tlc
