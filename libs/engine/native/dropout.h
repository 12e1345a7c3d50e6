// Dropout: Srivastava et al., 2014, JMLR 15. The mask is a hash of a key and of the element's number, made again in
// backward: nothing is stored, and it does not depend on threads. libs/engine/src/operations/dropout/dropout-mask.ts makes the same mask.
#pragma once

#include "vectors.h"

namespace tlc {

/**
 * One use of dropout, from `dropoutWords` of dropout-mask.ts. The rate is 0 when `last` is −1: then nothing is
 * dropped.
 */
struct Mask {
  int32_t a, b;
  /** an element is dropped when the upper 31 bits of its hash are at most this */
  int32_t last;
  /** 1 / (1 − rate), which the others are multiplied by */
  float kept;
};

/** What the elements `first` to `first` + LANES − 1 are multiplied by: `triple32` of Wellons, 2018, with a key. */
TLC_INLINE Floats multipliers(const Mask& mask, int64_t first) {
  Words x;
  for (int i = 0; i < LANES; i++) x[i] = i;
  x = (x + (uint32_t)first) ^ (uint32_t)mask.a;
  x = (x ^ (x >> 17)) * 0xed5ad4bbu + (uint32_t)mask.b;
  x = (x ^ (x >> 11)) * 0xac4c1b51u;
  x = (x ^ (x >> 15)) * 0x31848babu;
  x = (x ^ (x >> 14)) >> 1;
  return (Floats)(((Ints)x > mask.last) & (Ints)broadcast(mask.kept));
}

/** y [size] = x · mask. Its gradient is the same function of dy. */
void dropout(const float* x, int64_t size, const Mask& mask, float* y);

/** y [size] = residual + x · mask, the end of a sub-layer of a pre-norm Transformer. */
void add_residual(const float* x, const float* residual, int64_t size, const Mask& mask, float* y);

}  // namespace tlc
