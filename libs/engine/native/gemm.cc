#include "gemm.h"

#include "pieces.h"
#include "products.h"
#include "scratch_slots.h"
#include "threads.h"
#include "tiles.h"
#include "transpose.h"

namespace tlc {
namespace {

/**
 * C [ROWS, TILE_COLUMNS] = start + A B over `k`: the innermost loops.
 *
 * @param a ROWS rows at stride A_STRIDE; or, when `BY_COLUMNS`, k columns of TILE_ROWS
 * @param b [k, TILE_COLUMNS]
 */
template <int ROWS, bool BY_COLUMNS>
TLC_ONCE void tile(int64_t k, const float* a, const float* b, Start start, float* c, int64_t c_stride) {
  Floats sum[ROWS][2];
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++) sum[i][0] = sum[i][1] = Floats{};
  for (int64_t p = 0; p < k; p++, b += TILE_COLUMNS) {
    const Floats left = load(b), right = load(b + LANES);
#pragma GCC unroll 16
    for (int i = 0; i < ROWS; i++) {
      const Floats x = broadcast(BY_COLUMNS ? a[p * TILE_ROWS + i] : a[i * A_STRIDE + p]);
      sum[i][0] = x * left + sum[i][0];
      sum[i][1] = x * right + sum[i][1];
    }
  }
  // Added last, so that what is small is not lost one by one beside what is large
  if (start.data) {
#pragma GCC unroll 16
    for (int i = 0; i < ROWS; i++) {
      sum[i][0] += load(start.data + i * start.stride);
      sum[i][1] += load(start.data + i * start.stride + LANES);
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++) {
    store(c + i * c_stride, sum[i][0]);
    store(c + i * c_stride + LANES, sum[i][1]);
  }
}

struct Float32Tiles {
  template <int ROWS, bool BY_COLUMNS>
  static constexpr Tile of = tile<ROWS, BY_COLUMNS>;
};

const Tiles<Float32Tiles, false> tiles_of_rows;
const Tiles<Float32Tiles, true> tiles_of_columns;

/** Rows of A, `rows` x k, to a stride of A_STRIDE. */
void pack_rows(Matrix a, int64_t row, int64_t rows, int64_t column, int64_t k, float* packed) {
  if (a.transposed) {
    for (int64_t p = 0; p < k; p++) {
      const float* const from = a.data + (column + p) * a.stride + row;
      for (int64_t i = 0; i < rows; i++) packed[i * A_STRIDE + p] = from[i];
    }
    return;
  }
  for (int64_t i = 0; i < rows; i++) std::memcpy(packed + i * A_STRIDE, a.data + (row + i) * a.stride + column, 4 * k);
}

/**
 * Columns `column` to `column + columns − 1` of k rows of A to tiles [tiles, k, TILE_ROWS], walking along the rows. Their
 * sums are added to `sums` [columns] where it is not null.
 */
void pack_columns(const float* a, int64_t stride, int64_t row, int64_t k, int64_t column, int64_t columns,
                  float* packed, float* sums) {
  ColumnSums column_sums(sums, columns);
  for (int64_t p = 0; p < k; p++) {
    const float* const from = a + (row + p) * stride + column;
    float* to = packed + p * TILE_ROWS;
    int64_t i = 0;
    for (; i + LANES <= columns; i += TILE_ROWS, to += tile_of_columns(k)) {
#pragma GCC unroll 4
      for (int j = 0; j < TILE_ROWS; j += LANES) {
        // The rest of the vector falls on the next row, which comes later and puts it right
        if (i + j + LANES <= columns) store(to + j, load(from + i + j));
        else std::memcpy(to + j, from + i + j, 4 * most(0, least(TILE_ROWS - j, columns - i - j)));
      }
    }
    for (; i < columns; i += TILE_ROWS, to += tile_of_columns(k))
      std::memcpy(to, from + i, 4 * least(TILE_ROWS, columns - i));
    if (p % 4 == 3) column_sums.add<4>(from, stride);
    else if (p >= k / 4 * 4) column_sums.add<1>(from, stride);
  }
  column_sums.finish();
}

/** One panel of B as it lies: k rows of up to TILE_COLUMNS columns. */
TLC_ONCE void pack_panel(const float* b, int64_t stride, int64_t k, int64_t columns, float* packed) {
  if (columns < TILE_COLUMNS) {
    for (int64_t p = 0; p < k; p++) {
      for (int64_t j = 0; j < columns; j++) packed[p * TILE_COLUMNS + j] = b[p * stride + j];
      for (int64_t j = columns; j < TILE_COLUMNS; j++) packed[p * TILE_COLUMNS + j] = 0;
    }
    return;
  }
  for (int64_t p = 0; p < k; p++) {
    store(packed + p * TILE_COLUMNS, load(b + p * stride));
    store(packed + p * TILE_COLUMNS + LANES, load(b + p * stride + LANES));
  }
}

/**
 * A square of a B that lies transposed, `columns` wide and `width` deep, to LANES columns of a panel; 0 beyond its
 * columns.
 */
template <class Width>
TLC_INLINE void pack_square(const float* b, int64_t stride, int64_t columns, int64_t depth, Width width,
                            float* packed) {
  Floats square[LANES];
#pragma GCC unroll 16
  for (int j = 0; j < LANES; j++) square[j] = j < columns ? load(b + j * stride, width) : Floats{};
  transpose(square);
#pragma GCC unroll 16
  for (int p = 0; p < LANES; p++) {
    if (p < depth) store(packed + p * TILE_COLUMNS, square[p]);
  }
}

/** One panel of a B that lies transposed: row j of `b` is column j of the panel. */
TLC_ONCE void pack_transposed_panel(const float* b, int64_t stride, int64_t k, int64_t columns, float* packed) {
  for (int half = 0; half < 2; half++, b += LANES * stride, columns -= LANES, packed += LANES) {
    over(k,
         [&](int64_t p, auto width) { pack_square(b + p, stride, columns, k - p, width, packed + p * TILE_COLUMNS); });
  }
}

}  // namespace

void pack_panels(Matrix b, int64_t k, int64_t n, int64_t from, int64_t to, float* packed) {
  for (int64_t panel = from; panel < to; panel++) {
    const int64_t column = panel * TILE_COLUMNS, columns = least(TILE_COLUMNS, n - column);
    float* const own = packed + panel * k * TILE_COLUMNS;
    if (b.transposed) pack_transposed_panel(b.data + column * b.stride, b.stride, k, columns, own);
    else pack_panel(b.data + column, b.stride, k, columns, own);
  }
}

void multiply(Matrix a, const float* packed, int64_t m0, int64_t m1, int64_t k, int64_t n, int64_t p0, int64_t p1,
              Start start, float* c, int64_t c_stride, const Finish* finish) {
  float* const block = scratch(A_BLOCK, BLOCK_ROWS * A_STRIDE);
  const int64_t depth = depth_of(k);
  for (int64_t row = m0; row < m1; row += BLOCK_ROWS) {
    const int64_t rows = least(BLOCK_ROWS, m1 - row);
    int64_t p = 0;
    do {
      const int64_t steps = least(depth, k - p);
      pack_rows(a, row, rows, p, steps, block);
      for (int64_t panel = p0; panel < p1; panel++) {
        const int64_t column = panel * TILE_COLUMNS, columns = least(TILE_COLUMNS, n - column);
        float* const own = c + row * c_stride + column;
        Start own_start = {own, c_stride};
        if (p == 0) own_start = {start.data ? start.data + row * start.stride + column : nullptr, start.stride};
        panel_of_tiles(tiles_of_rows, rows, columns, steps, block, packed + (panel * k + p) * TILE_COLUMNS, own_start,
                       own, c_stride);
        if (finish && p + steps >= k) (*finish)(row, rows, column, columns);
      }
      p += depth;
    } while (p < k);
  }
}

void multiply_block(const float* a, int64_t rows, const float* packed, int64_t packed_k, int64_t k, int64_t n,
                    bool accumulate, float* c, int64_t c_stride) {
  for (int64_t panel = 0; panel < panels_of(n); panel++) {
    const int64_t column = panel * TILE_COLUMNS;
    const Start start = accumulate ? Start{c + column, c_stride} : Start{};
    panel_of_tiles(tiles_of_rows, rows, least(TILE_COLUMNS, n - column), k, a, packed + panel * packed_k * TILE_COLUMNS,
                   start, c + column, c_stride);
  }
}

void multiply_transposed(const float* a, int64_t a_stride, const float* b, int64_t b_stride, int64_t k, int64_t i0,
                         int64_t i1, int64_t n, int64_t p0, int64_t p1, bool accumulate, float* c, int64_t c_stride,
                         float* sums) {
  const int64_t depth = depth_of(k), m = i1 - i0;
  float* const tiles_of_a = scratch(A_BLOCK, ceil_div(m, TILE_ROWS) * tile_of_columns(depth));
  float* const panel_of_b = scratch(B_PANEL, depth * TILE_COLUMNS);
  int64_t p = 0;
  do {
    const int64_t steps = least(depth, k - p);
    pack_columns(a, a_stride, p, steps, i0, m, tiles_of_a, sums ? sums + i0 : nullptr);
    for (int64_t panel = p0; panel < p1; panel++) {
      const int64_t column = panel * TILE_COLUMNS, columns = least(TILE_COLUMNS, n - column);
      pack_panel(b + p * b_stride + column, b_stride, steps, columns, panel_of_b);
      float* const own = c + i0 * c_stride + column;
      const Start start = accumulate || p ? Start{own, c_stride} : Start{};
      panel_of_tiles(tiles_of_columns, m, columns, steps, tiles_of_a, panel_of_b, start, own, c_stride);
    }
    p += depth;
  } while (p < k);
}

void pack(Matrix b, int64_t k, int64_t n, float* packed) {
  const int64_t panels = panels_of(n);
  const int64_t parts = least(threads(), ceil_div(k * n, 1 << 14));
  in_parallel(parts,
              [&](int64_t part) { pack_panels(b, k, n, part * panels / parts, (part + 1) * panels / parts, packed); });
}

void product(Matrix a, const float* packed, int64_t m, int64_t k, int64_t n, Start start, float* c, int64_t c_stride,
             const Finish* finish) {
  over_pieces(cut(m, n, k), m, n, [&](int64_t m0, int64_t m1, int64_t p0, int64_t p1) {
    multiply(a, packed, m0, m1, k, n, p0, p1, start, c, c_stride, finish);
  });
}

void product_transposed(const float* a, int64_t a_stride, const float* b, int64_t b_stride, int64_t k, int64_t m,
                        int64_t n, bool accumulate, float* c, int64_t c_stride, float* sums) {
  over_pieces(cut_transposed(m, n, k), m, n, [&](int64_t i0, int64_t i1, int64_t p0, int64_t p1) {
    multiply_transposed(a, a_stride, b, b_stride, k, i0, i1, n, p0, p1, accumulate, c, c_stride,
                        p0 == 0 ? sums : nullptr);
  });
}

constexpr Products FLOAT32 = {[](int64_t k, int64_t n) { return packed_size(k, n); }, pack, multiply, product,
                              product_transposed};

}  // namespace tlc
