// Multi-head attention over a packed batch, softmax(q kᵀ / √size) v within each sentence: Vaswani et al., 2017, section
// 3.2. A head of a sentence is a task of one thread, whose scores stay in cache, some queries by some keys at a time;
// kept for backward is only the logarithm of each softmax's sum: Dao et al., 2022, "FlashAttention", arXiv 2205.14135.
#pragma once

#include "rotary.h"

namespace tlc {

/** Rows of vectors, those of a head at `head · size` of each: a part of the rows of qkv, for instance. */
struct Vectors {
  const float* data;
  int64_t stride;
};

struct Gradients {
  float* data;
  int64_t stride;
};

/**
 * Where the sentences lie: sentence s has the query rows query_starts[s] to query_starts[s + 1] − 1, and keys
 * likewise.
 */
struct Sentences {
  const int32_t *query_starts, *key_starts;
  int64_t count, heads, size;
  /** query i of a sentence sees its keys 0 to i; there are as many of each */
  bool causal = false;
  /** keys at most this far from a query are seen; all, when it is below 0 */
  int64_t reach = -1;
  /** what products of queries and keys are multiplied by; above 0 */
  float scale = 1;
  /** turns q and k as they are read */
  Rotary rotary{};
};

class Positions;

/**
 * y [query rows, heads · size], and `log_sums` [query rows, heads].
 *
 * @param positions what relative_bias.h and disentangled_attention.h add to scores; null for nothing
 */
void attention(Vectors q, Vectors k, Vectors v, const Sentences& sentences, float* y, float* log_sums,
               const Positions* positions = nullptr);

/** The gradients of q, k and v from that of y; and of `positions`, as far as they keep them. */
void attention_gradient(const float* dy, Vectors q, Vectors k, Vectors v, const float* y, const float* log_sums,
                        const Sentences& sentences, Gradients dq, Gradients dk, Gradients dv,
                        const Positions* positions = nullptr);

}  // namespace tlc
