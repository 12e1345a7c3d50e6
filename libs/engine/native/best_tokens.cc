#include "best_tokens.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "gemm.h"
#include "normal.h"
#include "scratch_slots.h"
#include "threads.h"

namespace tlc {
namespace {

struct Best {
  float *tokens, *scores;
  int64_t count, found = 0;

  /** Puts a token where it belongs; tokens come in their order. */
  void add(int64_t token, float score) {
    int64_t place = found < count ? found++ : count - 1;
    for (; place > 0 && score > scores[place - 1]; place--) {
      scores[place] = scores[place - 1];
      tokens[place] = tokens[place - 1];
    }
    scores[place] = score;
    tokens[place] = (float)token;
  }

  bool takes(float score) const { return found < count || score > scores[count - 1]; }
};

/** Logits that are looked at together: few blocks have one of the best. */
constexpr int64_t BLOCK = 8 * LANES;

float most_of_block(const float* logits) {
  Floats most = load(logits);
  for (int64_t j = LANES; j < BLOCK; j += LANES) most = larger(most, load(logits + j));
  return largest(most);
}

/** The logarithm of the sum of a row's exponentials. */
double log_sum(const float* logits, int64_t vocabulary) {
  Floats mosts = broadcast(-std::numeric_limits<float>::infinity());
  over(vocabulary, [&](int64_t j, auto width) {
    mosts = larger(mosts, within(load(logits + j, width), width, -std::numeric_limits<float>::infinity()));
  });
  const float most = largest(mosts);
  Floats sums{};
  over(vocabulary,
       [&](int64_t j, auto width) { sums += within(exponential(load(logits + j, width) - most), width); });
  return most + std::log((double)total(sums));
}

}  // namespace

void best_tokens(const float* logits, int64_t rows, int64_t vocabulary, const int32_t* ban_starts, const int32_t* bans,
                 int64_t count, float* tokens, float* logarithms) {
  const float none = -std::numeric_limits<float>::infinity();
  in_parallel(rows, [&](int64_t row) {
    float* const scores = scratch(TASK_1, vocabulary);
    std::memcpy(scores, logits + row * vocabulary, 4 * vocabulary);
    const double sum = log_sum(scores, vocabulary);
    for (int32_t ban = ban_starts[row]; ban < ban_starts[row + 1]; ban++) scores[bans[ban]] = none;
    Best best{tokens + row * count, logarithms + row * count, count};
    for (int64_t j = 0; j < vocabulary; j += BLOCK) {
      const int64_t own = least(BLOCK, vocabulary - j);
      if (own == BLOCK && !best.takes(most_of_block(scores + j))) continue;
      for (int64_t i = j; i < j + own; i++) {
        if (best.takes(scores[i])) best.add(i, scores[i]);
      }
    }
    for (int64_t i = 0; i < count; i++) best.scores[i] = (float)(best.scores[i] - sum);
  });
}

}  // namespace tlc
