// What is added to a score for how far the key is from the query: Raffel et al., 2020, arXiv 1910.10683, section 2.1.
#pragma once

#include "attention.h"

namespace tlc {

/** A bias for each bucket of offsets and each head. */
struct BiasTable {
  /** [buckets, heads] */
  const float* table;
  int64_t buckets;
  /** [2 · longest − 1], by the key less the query, from −(longest − 1) on; each below `buckets` */
  const int32_t* bucket_of;
  int64_t longest;
};

/** `attention` whose scores are increased by the bias, after the scale. */
void biased_attention(Vectors q, Vectors k, Vectors v, const Sentences& sentences, const BiasTable& bias, float* y,
                      float* log_sums);

/** @param dtable [buckets, heads] */
void biased_attention_gradient(const float* dy, Vectors q, Vectors k, Vectors v, const float* y, const float* log_sums,
                               const Sentences& sentences, const BiasTable& bias, Gradients dq, Gradients dk,
                               Gradients dv, float* dtable);

}  // namespace tlc
