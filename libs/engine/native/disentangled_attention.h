// Disentangled attention: He et al., 2021, arXiv 2006.03654, section 3.1, equation 4. What relative positions add to the
// product of query i and key j is q_i · keys[δ(i − j)] + k_j · queries[δ(i − j)].
#pragma once

#include "attention.h"

namespace tlc {

/** Keys and queries of relative positions, [rows, heads · size]; one of them may be null. */
struct PositionTables {
  const float *keys, *queries;
  int64_t rows;
  /** [2 · longest − 1]: δ by the query less the key, from −(longest − 1) on; each below `rows` */
  const int32_t* row_of;
  int64_t longest;
};

/** `attention` with what positions add to products of queries and keys, before the scale. */
void disentangled_attention(Vectors q, Vectors k, Vectors v, const Sentences& sentences, const PositionTables& tables,
                            float* y, float* log_sums);

/** @param dkeys, dqueries [rows, heads · size], null where the table is */
void disentangled_attention_gradient(const float* dy, Vectors q, Vectors k, Vectors v, const float* y,
                                     const float* log_sums, const Sentences& sentences, const PositionTables& tables,
                                     Gradients dq, Gradients dk, Gradients dv, float* dkeys, float* dqueries);

}  // namespace tlc
