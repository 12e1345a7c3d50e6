// Rotary position embeddings: Su et al., 2021, arXiv 2104.09864, on halves of a head as Hugging Face lays them.
#pragma once

#include "vectors.h"

namespace tlc {

/** Angles of positions, [positions, dimension]: the cosines of a half of the dimension, then their sines. */
struct Rotary {
  /** null for none */
  const float* angles = nullptr;
  int64_t dimension = 0;
};

/** Cosines and sines of position · base^(−2i / dimension), for the positions 0 to `positions` − 1. */
void rotary_angles(int64_t positions, int64_t dimension, double base, float* angles);

/**
 * Turns the first `dimension` of `size` numbers of each row, which has the position of its number; `by` −1 turns back,
 * which is the gradient. `from` and `to` may be the same.
 */
void rotate(const float* from, int64_t from_stride, int64_t first_position, int64_t rows, int64_t size,
            const Rotary& rotary, float by, float* to, int64_t to_stride);

}  // namespace tlc
