// Products of matrices, C = A B, in float32: what nearly all of a training step's time goes into.
//
// Both operands are cut up and copied ("packed") so that the innermost loop reads memory in the order it lies in; the
// scheme is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication", 2008.
//
//              n                            A tile of C, TILE_ROWS x TILE_COLUMNS, stays in registers while the
//        ┌───┬───┬───┐                      innermost loop adds up to DEPTH products of a column of A's tile with
//      k │ B │   │   │  panels of           a row of B's panel:
//        │   │   │   │  TILE_COLUMNS
//        └───┴───┴───┘                          row of the panel:  ▢▢▢▢ ▢▢▢▢   two vectors
//     k                                                            ×    ×
//   ┌───┐┌───┬───┬───┐                          one element of A:  ▢ → broadcast, then two multiply-adds
//   │ A ││   │ C │   │  blocks of
// m │   ││ . │ . │ . │  BLOCK_TILES           packed panel of B:  k rows of TILE_COLUMNS, one after another
//   │   ││   │   │   │  tiles of              packed block of A:  rows at a fixed stride of A_STRIDE (A as it lies), or
//   └───┘└───┴───┴───┘  TILE_ROWS                                 k rows of TILE_ROWS, one after another (A transposed)
//
// A panel of B (DEPTH x TILE_COLUMNS) stays in the first cache while the tiles of a block of A, which stays in the
// second, pass by it.
//
// k is never shared among threads, and each element of C is the same sum in the same order wherever a block begins: the
// bits do not depend on the number of threads.
#pragma once

#include "vectors.h"

namespace tlc {

#if defined(__AVX512F__)
constexpr int TILE_ROWS = 14;  // 28 sums, 2 vectors of B and one of A: 31 of 32 registers
#elif defined(__AVX2__)
constexpr int TILE_ROWS = 6;  // 12, 2 and one: 15 of 16
#elif defined(__aarch64__)
constexpr int TILE_ROWS = 12;
#else
constexpr int TILE_ROWS = 6;
#endif
constexpr int TILE_COLUMNS = 2 * LANES;
constexpr int DEPTH = 256;
/** Not a multiple of 4 KiB or a large part of it: the rows of a tile would push one another out of the first cache. */
constexpr int A_STRIDE = DEPTH + 16;
constexpr int BLOCK_TILES = 168 / TILE_ROWS;
constexpr int BLOCK_ROWS = BLOCK_TILES * TILE_ROWS;

/** A matrix that is read: element (i, j) is data[i · stride + j], or data[j · stride + i] when it is `transposed`. */
struct Matrix {
  const float* data;
  int64_t stride;
  bool transposed = false;
};

constexpr int64_t ceil_div(int64_t a, int64_t b) { return (a + b - 1) / b; }
constexpr int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
constexpr int64_t most(int64_t a, int64_t b) { return a > b ? a : b; }

inline int64_t panels_of(int64_t n) { return ceil_div(n, TILE_COLUMNS); }

/** Floats that B [k, n] takes when it is packed. */
inline int64_t packed_size(int64_t k, int64_t n) { return panels_of(n) * k * TILE_COLUMNS; }

/**
 * Packs the panels `from` to `to` − 1 of B [k, n] to their places in `packed` [panels, k, TILE_COLUMNS]; columns
 * beyond n are 0.
 */
void pack_panels(Matrix b, int64_t k, int64_t n, int64_t from, int64_t to, float* packed);

/** What is added to the sums of C: `data[i · stride + j]`, or 0 where data is null. A bias is a row with stride 0. */
struct Start {
  const float* data = nullptr;
  int64_t stride = 0;
};

/**
 * What is done to a piece of C, rows × columns from (row, column), when it is finished and still in the first
 * cache.
 */
struct Finish {
  virtual void operator()(int64_t row, int64_t rows, int64_t column, int64_t columns) const = 0;
};

/**
 * Rows `m0` to `m1` − 1 and the columns of panels `p0` to `p1` − 1 of C [m, n] = start + A [m, k] B [k, n], by one
 * thread.
 *
 * @param packed all of B, by `pack_panels`
 * @param c row stride `c_stride`; it may be what `start` is
 */
void multiply(Matrix a, const float* packed, int64_t m0, int64_t m1, int64_t k, int64_t n, int64_t p0, int64_t p1,
              Start start, float* c, int64_t c_stride, const Finish* finish = nullptr);

/**
 * C [rows, n] = or += A B for a block of A that lies as packed ones do, at a stride of A_STRIDE, with k ≤ DEPTH and
 * rows ≤ BLOCK_ROWS. B is the first k rows of what was packed, which has `packed_k`.
 */
void multiply_block(const float* a, int64_t rows, const float* packed, int64_t packed_k, int64_t k, int64_t n,
                    bool accumulate, float* c, int64_t c_stride);

/**
 * C [m, n] += Aᵀ B (or =, when not `accumulate`) over A [k, m] and B [k, n]: the gradient of a weight. By one thread,
 * columns i0 to i1 − 1 of A and panels p0 to p1 − 1 of B. B is packed a panel at a time, just before it is used. With
 * `sums` [m], the sums of A's columns, the gradient of a bias, are added to them on the way.
 */
void multiply_transposed(const float* a, int64_t a_stride, const float* b, int64_t b_stride, int64_t k, int64_t i0,
                         int64_t i1, int64_t n, int64_t p0, int64_t p1, bool accumulate, float* c, int64_t c_stride,
                         float* sums);

// The same, shared among all threads of the pool ---------------------------------------------------------------------

/** B [k, n] packed into the caller's memory of `packed_size`. */
void pack(Matrix b, int64_t k, int64_t n, float* packed);

/** C [m, n] = start + A B. */
void product(Matrix a, const float* packed, int64_t m, int64_t k, int64_t n, Start start, float* c, int64_t c_stride,
             const Finish* finish = nullptr);

/** C [m, n] = or += Aᵀ B, and sums [m] += those of A's columns where it is not null. */
void product_transposed(const float* a, int64_t a_stride, const float* b, int64_t b_stride, int64_t k, int64_t m,
                        int64_t n, bool accumulate, float* c, int64_t c_stride, float* sums);

}  // namespace tlc
