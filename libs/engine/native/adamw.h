// Adam with decoupled weight decay: Kingma and Ba, 2014, arXiv 1412.6980; Loshchilov and Hutter, 2017, arXiv
// 1711.05101.
#pragma once

#include <cstdint>

namespace tlc {

/** One parameter, its gradient and its moments, `size` floats each. */
struct Parameter {
  float *value, *mean, *square;
  const float* gradient;
  int64_t size;
  /** 1 − learning rate · weight decay, or 1 where this one does not decay */
  float decay;
};

/** What a step needs beside them; libs/engine/src/adamw.ts has the formula. */
struct Update {
  /** β₁, 1 − β₁, β₂, 1 − β₂: the differences would lose digits in float32 */
  float keep_mean, add_mean, keep_square, add_square;
  /** learning rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ), and ε · √(1 − β₂ᵗ): so the moments need no correction of their own */
  float rate, epsilon;
  /** the global norm that gradients are scaled down to where theirs is larger; infinite for none */
  float clip_norm;
};

/**
 * Moves the parameters and moments, in place. Returns the Euclidean norm of all gradients together, before
 * clipping.
 */
float adamw(Parameter* parameters, int64_t count, const Update& update);

}  // namespace tlc
