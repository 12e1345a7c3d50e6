// What positions add to the scores of attention, some queries by some keys at a time.
#pragma once

#include "attention.h"
#include "gemm.h"

namespace tlc {

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

/** k or v of a head as B of a product with q or dy, [size, keys]; piece by piece of KEYS, with KEYS x size between. */
void pack_crosswise(const float* vectors, int64_t stride, int64_t keys, int64_t size, float* packed);

}  // namespace tlc
