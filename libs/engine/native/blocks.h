// Sizes of the pieces that kernels work in, for those who count the memory that they take (scratch_slots.h).
#pragma once

#include <cstdint>

namespace tlc {

struct Blocks {
  /** Rows of a feed-forward network's backward pass that are done at one time. */
  int32_t feed_forward_rows;
  /** Rows whose logits are there at one time. */
  int32_t logit_rows;
  /** Rows that are added up to one partial sum of a gradient. */
  int32_t summed_rows;
  /** The depth of a packed block. */
  int32_t depth;
};

/** They depend on the instruction set, and so are known where kernels are compiled for one. */
extern const Blocks BLOCKS;

}  // namespace tlc
