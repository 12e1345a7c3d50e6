// norm(residual + dropout(x)), the end of every sub-layer of a post-norm Transformer: Vaswani et al., 2017, sections
// 3.1
// and 5.4; Ba et al., 2016, "Layer Normalization". In one pass, a row at a time.
#pragma once

#include "dropout.h"

namespace tlc {

/**
 * y [rows, hidden] = gain (v − mean) · scale + bias with v = residual + dropout(x) and scale = 1 / √(variance +
 * epsilon). Not `centred`, the mean is taken for 0, in the variance, too: the root mean square norm of Zhang and Sennrich,
 * 2019, arXiv 1910.07467.
 *
 * @param residual [rows, hidden]; null for none
 * @param bias [hidden]; null for none
 * @param mean, scale [rows], kept for backward
 */
void add_norm(const float* x, const float* residual, const float* gain, const float* bias, int64_t rows, int64_t hidden,
              float epsilon, const Mask& mask, float* y, float* mean, float* scale, bool centred = true);

/**
 * With n = (v − mean) · scale and g = dy · gain: dv = scale (g − mean of g − n · mean of g n), the mean of g only where
 * `centred`; dgain = Σ dy n, dbias = Σ dy.
 *
 * @param dresidual dv; null where it would equal dx: without a residual, or without dropout
 * @param dbias null for none
 */
void add_norm_gradient(const float* dy, const float* x, const float* residual, const float* gain, const float* mean,
                       const float* scale, int64_t rows, int64_t hidden, const Mask& mask, float* dx, float* dresidual,
                       float* dgain, float* dbias, bool centred = true);

}  // namespace tlc
