// A square of LANES x LANES floats transposed in registers.
#pragma once

#include "vectors.h"

namespace tlc {

/**
 * One of log2(LANES) rounds: in each pair of rows `SPAN` apart, the off-diagonal blocks of SPAN x SPAN change
 * places.
 */
template <int SPAN>
TLC_INLINE void swap_blocks(Floats* rows) {
  Ints upper, lower;
  for (int i = 0; i < LANES; i++) {
    upper[i] = i & SPAN ? LANES + i - SPAN : i;
    lower[i] = i & SPAN ? LANES + i : i + SPAN;
  }
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++) {
    if (i & SPAN) continue;
    const Floats a = rows[i], b = rows[i + SPAN];
    rows[i] = __builtin_shuffle(a, b, upper);
    rows[i + SPAN] = __builtin_shuffle(a, b, lower);
  }
}

TLC_INLINE void transpose(Floats* rows) {
  if constexpr (LANES > 8) swap_blocks<8>(rows);
  if constexpr (LANES > 4) swap_blocks<4>(rows);
  swap_blocks<2>(rows);
  swap_blocks<1>(rows);
}

}  // namespace tlc
