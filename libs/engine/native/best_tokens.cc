#include "best_tokens.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gemm.h"
#include "normal.h"
#include "scratch_slots.h"
#include "threads.h"

namespace tlc {
namespace {

/** Logits that are looked at together: few blocks have one of the best. */
constexpr int64_t BLOCK = 2 * LANES;
constexpr float NONE = -std::numeric_limits<float>::infinity();

/** The best of a row so far. */
struct Best {
  float *tokens, *scores;
  int64_t count, found = 0;

  /** Puts a token where it belongs; of those that are alike the first stays first. */
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

/** The largest logit of each block of a row. */
void largest_of_blocks(const float* logits, int64_t vocabulary, float* mosts) {
  for (int64_t j = 0; j < vocabulary; j += BLOCK) {
    Floats most = broadcast(NONE);
    over(least(BLOCK, vocabulary - j), [&](int64_t i, auto width) {
      most = larger(most, within(load(logits + j + i, width), width, NONE));
    });
    mosts[j / BLOCK] = largest(most);
  }
}

/** The logarithm of the sum of a row's exponentials. */
double log_sum(const float* logits, int64_t vocabulary, float most) {
  Floats sums{};
  over(vocabulary, [&](int64_t j, auto width) { sums += within(exponential(load(logits + j, width) - most), width); });
  return most + std::log((double)total(sums));
}

/** The n-th largest of some numbers; −∞ where there are fewer, and in the place of what is no number, which has no order.
 * @param copy memory for as many */
float nth_largest(const float* numbers, int64_t count, int64_t n, float* copy) {
  if (n > count) return NONE;
  std::transform(numbers, numbers + count, copy, [](float x) { return std::isnan(x) ? NONE : x; });
  std::nth_element(copy, copy + n - 1, copy + count, [](float a, float b) { return a > b; });
  return copy[n - 1];
}

}  // namespace

void best_tokens(const float* logits, int64_t rows, int64_t vocabulary, const int32_t* ban_starts, const int32_t* bans,
                 int64_t count, float* tokens, float* logarithms) {
  const int64_t blocks = ceil_div(vocabulary, BLOCK);
  in_parallel(rows, [&](int64_t row) {
    const float* const own = logits + row * vocabulary;
    const int32_t *const first = bans + ban_starts[row], *const last = bans + ban_starts[row + 1];
    float *const mosts = scratch(TASK_1, blocks), *const copy = scratch(TASK_2, blocks);
    largest_of_blocks(own, vocabulary, mosts);
    const double sum = log_sum(own, vocabulary, *std::max_element(mosts, mosts + blocks));
    // As many tokens that are not banned are at least this large: each ban is the largest of one block at most
    const float least_of_best = nth_largest(mosts, blocks, count + (last - first), copy);
    Best best{tokens + row * count, logarithms + row * count, count};
    for (int64_t block = 0; block < blocks; block++) {
      if (mosts[block] < least_of_best) continue;
      for (int64_t j = block * BLOCK; j < least((block + 1) * BLOCK, vocabulary); j++) {
        if (best.takes(own[j]) && std::find(first, last, j) == last) best.add(j, own[j]);
      }
    }
    for (int64_t i = 0; i < best.found; i++) best.scores[i] = (float)(best.scores[i] - sum);
    for (int64_t j = 0; best.found < count && j < vocabulary; j++) {
      if (std::find(first, last, j) != last) best.add(j, NONE);
    }
  });
}

}  // namespace tlc
