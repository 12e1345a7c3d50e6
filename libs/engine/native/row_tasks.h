// How a feed-forward network's rows are shared among threads.
#pragma once

#include "gemm.h"
#include "threads.h"

namespace tlc {

/** Rows of backward that are done at one time: what lies between is shared by all threads, in the last cache. */
constexpr int64_t ROWS_AT_ONCE = 2 * DEPTH;

/**
 * Calls `each(first row, rows)` for tasks of at most BLOCK_ROWS rows, so that what lies between two products, some
 * 700 KB in BERT-mini, stays in the second cache: as many tasks for each thread, each of whole tiles.
 */
template <class Each>
void over_row_tasks(int64_t rows, Each each) {
  const int64_t tiles = ceil_div(rows, TILE_ROWS);
  const int64_t tasks = least(tiles, ceil_div(ceil_div(rows, BLOCK_ROWS), threads()) * threads());
  in_parallel(tasks, [&](int64_t task) {
    const int64_t from = task * tiles / tasks * TILE_ROWS, to = least(rows, (task + 1) * tiles / tasks * TILE_ROWS);
    each(from, to - from);
  });
}

}  // namespace tlc
