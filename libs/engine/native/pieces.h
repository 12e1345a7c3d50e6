// How the C of a product is cut up for the threads: whichever precision its operands have.
#pragma once

#include "gemm.h"
#include "threads.h"

namespace tlc {

/** `down` x `across` pieces, at least one for each thread where C is large enough. */
struct Cut {
  int64_t down, across;
};

/** Multiply-adds that are worth waking another thread for: some 5 microseconds. */
constexpr double WORTH_A_THREAD = 1 << 19;

/** For C = A B: cuts the side with more units of work, so that each thread packs as little as it can of the other. */
inline Cut cut(int64_t m, int64_t n, int64_t k) {
  const int64_t many = least(threads(), 1 + (int64_t)((double)m * n * k / WORTH_A_THREAD));
  const int64_t tiles = ceil_div(m, TILE_ROWS), panels = panels_of(n);
  if (many == 1) return {1, 1};
  const int64_t down = ceil_div(ceil_div(m, BLOCK_ROWS), many) * many;
  if (tiles >= 8 * many) return {down, 1};
  if (panels >= many) return {ceil_div(m, BLOCK_ROWS), many};
  return {least(down, tiles), 1};
}

/** For C = Aᵀ B, where a thread packs its columns of A, and its panels of B once for each piece down. */
inline Cut cut_transposed(int64_t m, int64_t n, int64_t k) {
  // A piece's columns of A stay in the second cache
  constexpr int64_t PIECE_ROWS = 3 * BLOCK_ROWS;
  const int64_t tiles = ceil_div(m, TILE_ROWS), panels = panels_of(n), many = threads();
  const int64_t down = ceil_div(m, PIECE_ROWS);
  if ((double)m * n * k <= WORTH_A_THREAD) return {down, 1};
  if (n >= m && panels >= many) return {down, many};
  if (panels >= 2 * many && panels % many == 0) return {down, many};
  return {least(tiles, ceil_div(down, many) * many), 1};
}

/** Calls `each(first row, last row, first panel, last panel)`, the last ones excluded, for every piece of C [m, n]. */
template <class Each>
void over_pieces(Cut cut, int64_t m, int64_t n, Each each) {
  const int64_t tiles = ceil_div(m, TILE_ROWS), panels = panels_of(n);
  if (m == 0 || n == 0) return;
  in_parallel(cut.down * cut.across, [&](int64_t piece) {
    const int64_t i = piece / cut.across, j = piece % cut.across;
    each(i * tiles / cut.down * TILE_ROWS, least(m, (i + 1) * tiles / cut.down * TILE_ROWS), j * panels / cut.across,
         (j + 1) * panels / cut.across);
  });
}

}  // namespace tlc
