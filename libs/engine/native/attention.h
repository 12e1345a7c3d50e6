// Multi-head attention over a packed batch, softmax(q kᵀ / √size) v within each sentence: Vaswani et al., 2017, section
// 3.2. A head of a sentence is a task of one thread, whose scores stay in cache, some queries by some keys at a time;
// kept for backward is only the logarithm of each softmax's sum: Dao et al., 2022, "FlashAttention", arXiv 2205.14135.
#pragma once

#include "gemm.h"
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

/** One head of one sentence. */
struct Head {
  int64_t queries, keys, first_query, first_key, head;
};

/** Some queries of a head by some of its keys, with their vectors. */
struct ScoreBlock {
  const Head& head;
  int64_t query, queries, key, keys;
  Vectors q, k;
};

/** What positions add to the products of queries and keys. */
class Positions {
 public:
  virtual ~Positions() = default;
  /** scores [queries, keys], at a stride of A_STRIDE, += what they add, before the scale */
  virtual void add(const ScoreBlock& piece, float* scores) const = 0;

  // Backward: every group of sentences has a sum of gradients of its own for each head.
  /** Into how many groups sentences are dealt out: fixed, so that bits are. */
  virtual int64_t groups(int64_t sentences) const = 0;
  virtual void begin(int64_t group, int64_t head) const = 0;
  /** From d, the gradient of scores; adds to dq [queries, size] and dk [keys, size] what is theirs. */
  virtual void gradient(const ScoreBlock& piece, const float* d, Gradients dq, Gradients dk) const = 0;
  virtual void end(int64_t group, int64_t head) const = 0;
};

/** Keys of a piece where positions have their say, so that its queries and keys lie at most DEPTH offsets apart. */
constexpr int64_t KEYS_WITH_POSITIONS = DEPTH / 2;
constexpr int64_t QUERIES = 8 * TILE_ROWS;

/** y [query rows, heads · size], and `log_sums` [query rows, heads]. */
void attention(Vectors q, Vectors k, Vectors v, const Sentences& sentences, float* y, float* log_sums,
               const Positions* positions = nullptr);

/** The gradients of q, k and v from that of y; and of `positions`, as far as they keep them. */
void attention_gradient(const float* dy, Vectors q, Vectors k, Vectors v, const float* y, const float* log_sums,
                        const Sentences& sentences, Gradients dq, Gradients dk, Gradients dv,
                        const Positions* positions = nullptr);

/** k or v of a head as B of a product with q or dy, [size, keys]; piece by piece of KEYS, with KEYS x size between. */
void pack_crosswise(const float* vectors, int64_t stride, int64_t keys, int64_t size, float* packed);

}  // namespace tlc
