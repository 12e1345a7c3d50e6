// From the innermost loops of a product to panels of tiles: whichever precision its operands have. What is packed lies the
// same way in both: `k` counts floats along it, or, in bfloat16, words of two neighbours.
#pragma once

#include "gemm.h"
#include "scratch_slots.h"
#include "threads.h"

namespace tlc {

/** C [rows of the tile, TILE_COLUMNS] = start + A B over `k`. */
using Tile = void (*)(int64_t k, const float* a, const float* b, Start start, float* c, int64_t c_stride);

/**
 * The tiles of 1 to TILE_ROWS rows of one precision. `Of` names them; `BY_COLUMNS` says how A is packed: k times
 * TILE_ROWS, or rows at a stride of A_STRIDE.
 */
template <class Of, bool BY_COLUMNS, int ROWS = TILE_ROWS>
struct Tiles : Tiles<Of, BY_COLUMNS, ROWS - 1> {
  Tiles() { this->of[ROWS] = Of::template of<ROWS, BY_COLUMNS>; }
};
template <class Of, bool BY_COLUMNS>
struct Tiles<Of, BY_COLUMNS, 0> {
  Tile of[TILE_ROWS + 1] = {};
};

/** One tile at the right edge of C, where less than a panel is left: made beside, and the columns that exist copied. */
inline void edge_tile(Tile tile, int64_t rows, int64_t columns, int64_t k, const float* a, const float* b, Start start,
                      float* c, int64_t c_stride) {
  float* const beside = scratch(EDGE, TILE_ROWS * TILE_COLUMNS);
  if (start.data) {
    std::memset(beside, 0, 4 * TILE_ROWS * TILE_COLUMNS);
    for (int64_t i = 0; i < rows; i++) {
      std::memcpy(beside + i * TILE_COLUMNS, start.data + i * start.stride, 4 * columns);
    }
    start = {beside, TILE_COLUMNS};
  }
  tile(k, a, b, start, beside, TILE_COLUMNS);
  for (int64_t i = 0; i < rows; i++) std::memcpy(c + i * c_stride, beside + i * TILE_COLUMNS, 4 * columns);
}

/**
 * Floats, or words, from one tile of columns to the next: a vector's room after each, for the end of the vector that its
 * last row is written by.
 */
inline int64_t tile_of_columns(int64_t k) { return k * TILE_ROWS + LANES; }

/**
 * The sums of A's columns on the way into its tiles: rows that have just been packed, and are still in the first cache,
 * are added up for this piece of k, and the piece to `to` when it is done. Nothing where `to` is null.
 */
class ColumnSums {
 public:
  ColumnSums(float* to, int64_t columns) : to_(to), columns_(columns), sums_(to ? scratch(SUMS, columns) : nullptr) {
    if (to) std::memset(sums_, 0, 4 * columns);
  }
  /** Adds rows `last` − count + 1 to `last`, of which `last` is the address. */
  template <int COUNT>
  TLC_INLINE void add(const float* last, int64_t stride) {
    if (!to_) return;
    over(columns_, [&](int64_t j, auto width) {
      Floats sum = load(sums_ + j, width);
#pragma GCC unroll 4
      for (int row = COUNT - 1; row >= 0; row--) sum += load(last - row * stride + j, width);
      store(sums_ + j, sum, width);
    });
  }
  void finish() {
    if (!to_) return;
    over(columns_,
         [&](int64_t j, auto width) { store(to_ + j, load(to_ + j, width) + load(sums_ + j, width), width); });
  }

 private:
  float* const to_;
  const int64_t columns_;
  float* const sums_;
};

/** k in pieces of equal size, at most DEPTH. */
inline int64_t depth_of(int64_t k) { return k ? ceil_div(k, ceil_div(k, DEPTH)) : 0; }

/** All tiles of one panel's width in a block of C: `rows` rows from row 0, `columns` columns, at most a panel. */
template <class Of, bool BY_COLUMNS>
void panel_of_tiles(const Tiles<Of, BY_COLUMNS>& tiles, int64_t rows, int64_t columns, int64_t k, const float* a,
                    const float* b, Start start, float* c, int64_t c_stride) {
  for (int64_t i = 0; i < rows; i += TILE_ROWS) {
    const int64_t own = least(TILE_ROWS, rows - i);
    const Tile tile = tiles.of[own];
    const float* const rows_of_a = a + (BY_COLUMNS ? i / TILE_ROWS * tile_of_columns(k) : i * A_STRIDE);
    const Start own_start = {start.data ? start.data + i * start.stride : nullptr, start.stride};
    if (columns == TILE_COLUMNS) tile(k, rows_of_a, b, own_start, c + i * c_stride, c_stride);
    else edge_tile(tile, own, columns, k, rows_of_a, b, own_start, c + i * c_stride, c_stride);
  }
}

}  // namespace tlc
