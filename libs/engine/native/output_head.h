// The mean cross entropy of softmax(x tableᵀ + bias): the head of a masked language model or a translator. Label
// smoothing: Szegedy et al., 2015, "Rethinking the Inception Architecture", section 7.
#pragma once

#include "products.h"

namespace tlc {

/** Rows whose logits are there at one time: 10 MB for 8,000 words. */
constexpr int64_t ROWS_OF_LOGITS = 2 * BLOCK_ROWS;

struct HeadGradients {
  /** [rows, hidden] */
  float* x;
  /** [vocabulary, hidden] */
  float* table;
  /** [vocabulary] */
  float* bias;
};

/**
 * The loss of x [rows, hidden] by table [vocabulary, hidden], bias [vocabulary] and labels [rows]; and, where
 * `gradients` is not
 * null, its gradients, from the same logits: they are held for some hundred rows at a time, and never made twice.
 */
float output_head(const float* x, const float* table, const float* bias, const int32_t* labels, int64_t rows,
                  int64_t hidden, int64_t vocabulary, float smoothing, const HeadGradients* gradients,
                  const Products& products = FLOAT32);

}  // namespace tlc
