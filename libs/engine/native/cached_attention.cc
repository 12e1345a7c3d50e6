#include "cached_attention.h"

#include <cstring>

#include "normal.h"
#include "scratch_slots.h"
#include "threads.h"

namespace tlc {
namespace {

/** Texts of a task: few, so that threads end at about the same time. */
constexpr int64_t TEXTS = 8;

/** The scores [tokens] of a head become their softmax. */
void softmax(float* scores, int64_t tokens) {
  float most = scores[0];
  for (int64_t t = 1; t < tokens; t++) most = scores[t] > most ? scores[t] : most;
  Floats sums{};
  over(tokens, [&](int64_t t, auto width) {
    const Floats e = within(exponential(load(scores + t, width) - most), width);
    store(scores + t, e, width);
    sums += e;
  });
  const float share = 1 / total(sums);
  over(tokens, [&](int64_t t, auto width) { store(scores + t, load(scores + t, width) * share, width); });
}

}  // namespace

void cached_attention(const float* qkv, int64_t rows, int64_t heads, int64_t size, float scale,
                      const KeyValueCache& cache, const int32_t* slots_of, int64_t length, const float* bias,
                      float* y) {
  const int64_t hidden = heads * size, width = 2 * hidden, tokens = length + 1;
  in_parallel((rows + TEXTS - 1) / TEXTS, [&](int64_t task) {
    float* const scores = scratch(TASK_1, heads * tokens);
    for (int64_t row = task * TEXTS; row < rows && row < (task + 1) * TEXTS; row++) {
      const float* const q = qkv + row * 3 * hidden;
      const auto kept = [&](int64_t t) {
        const int64_t slot = t < length ? slots_of[row * length + t] : row;
        return cache.data + (t * cache.slots + slot) * width;
      };
      std::memcpy(kept(length), q + hidden, 4 * width);
      for (int64_t t = 0; t < tokens; t++) {
        const float* const k = kept(t);
        for (int64_t h = 0; h < heads; h++) {
          Floats sums{};
          over(size, [&](int64_t c, auto some) {
            sums += load(q + h * size + c, some) * load(k + h * size + c, some);
          });
          scores[h * tokens + t] = total(sums) * scale + (bias ? bias[t * heads + h] : 0);
        }
      }
      for (int64_t h = 0; h < heads; h++) softmax(scores + h * tokens, tokens);
      float* const own = y + row * hidden;
      std::memset(own, 0, 4 * hidden);
      for (int64_t t = 0; t < tokens; t++) {
        const float* const v = kept(t) + hidden;
        for (int64_t h = 0; h < heads; h++) {
          const float share = scores[h * tokens + t];
          over(size, [&](int64_t c, auto some) {
            const int64_t at = h * size + c;
            store(own + at, load(own + at, some) + load(v + at, some) * share, some);
          });
        }
      }
    }
  });
}

}  // namespace tlc
