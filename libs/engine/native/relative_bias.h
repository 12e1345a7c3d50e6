// What is added to a score for how far the key is from the query: Raffel et al., 2020, arXiv 1910.10683, section 2.1.
#pragma once

#include <vector>

#include "attention.h"

namespace tlc {

/** A bias for each head and bucket of offsets. */
class RelativeBias final : public Positions {
 public:
  /**
   * @param table [buckets, heads]
   * @param bucket_of [2 · longest − 1], by the key less the query, from −(longest − 1) on
   * @param dtable [buckets, heads], its gradient, which `sum` fills; null where there is no backward
   */
  RelativeBias(const float* table, const int32_t* bucket_of, int64_t buckets, int64_t longest,
               const Sentences& sentences, float* dtable);

  void add(const ScoreBlock& block, float* scores) const override;
  int64_t groups(int64_t sentences) const override { return sentences; }
  void begin(int64_t group, int64_t head) const override;
  void gradient(const ScoreBlock& block, const float* d, Gradients dq, Gradients dk) const override;
  void end(int64_t group, int64_t head) const override;
  /** The gradient of the table, after the backward pass of attention. */
  void sum() const;

 private:
  const int32_t* const bucket_of_;
  const int64_t buckets_, longest_, count_, heads_;
  const float scale_;
  float* const dtable_;
  /** [heads, 2 · longest − 1]: the bias of each offset, over the scale, as products are multiplied by it later */
  float* by_offset_;
  /** [sentences, heads, buckets] */
  float* partial_ = nullptr;
};

}  // namespace tlc
