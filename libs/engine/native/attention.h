// Multi-head attention over a packed batch, softmax(q kᵀ / √size) v within each sentence: Vaswani et al., 2017, section
// 3.2. A head of a sentence is a task of one thread, whose scores stay in cache, some queries by some keys at a time;
// kept for backward is only the logarithm of each softmax's sum: Dao et al., 2022, "FlashAttention", arXiv 2205.14135.
#pragma once

#include "gemm.h"

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
  bool causal;
};

/** y [query rows, heads · size], and `log_sums` [query rows, heads]. */
void attention(Vectors q, Vectors k, Vectors v, const Sentences& sentences, float* y, float* log_sums);

/** The gradients of q, k and v from that of y. */
void attention_gradient(const float* dy, Vectors q, Vectors k, Vectors v, const float* y, const float* log_sums,
                        const Sentences& sentences, Gradients dq, Gradients dk, Gradients dv);

}  // namespace tlc
