// Work on single elements and on rows, shared among threads in pieces that do not depend on how many there are.
#pragma once

#include "gemm.h"
#include "threads.h"

namespace tlc {

/** Elements of a piece: some 5 microseconds of work. A multiple of every LANES. */
constexpr int64_t PIECE = 1 << 14;

/** Calls `each(i, whole or part)` for the vectors of elements 0 to size − 1. */
template <class Each>
void over_elements(int64_t size, Each each) {
  in_parallel(ceil_div(size, PIECE), [&](int64_t piece) {
    const int64_t first = piece * PIECE;
    over(least(PIECE, size - first), [&](int64_t i, auto width) { each(first + i, width); });
  });
}

/**
 * Rows that are summed to one partial sum, of which there are then ceil(rows / SUMMED_ROWS): fixed, so that bits
 * are.
 */
constexpr int64_t SUMMED_ROWS = 64;

/** Calls `each(first, last)` for pieces of rows, [first, last), which begin at multiples of SUMMED_ROWS. */
template <class Each>
void over_rows(int64_t rows, Each each) {
  in_parallel(ceil_div(rows, SUMMED_ROWS),
              [&](int64_t piece) { each(piece * SUMMED_ROWS, least(rows, (piece + 1) * SUMMED_ROWS)); });
}

}  // namespace tlc
