#include "gemm_bf16.h"

#include "products.h"

#if defined(__AVX512F__) && __GNUC__ >= 10

#include <cpuid.h>

#include "pieces.h"
#include "scratch_slots.h"
#include "threads.h"
#include "tiles.h"
#include "transpose.h"

/** The rest of the set must run on processors without these instructions. */
#define TLC_BF16 __attribute__((target("avx512bf16")))

namespace tlc::bf16 {
namespace {

inline int64_t pairs_of(int64_t k) { return ceil_div(k, 2); }

TLC_INLINE __mmask16 first(int64_t count) { return (__mmask16)((1u << most(0, least(LANES, count))) - 1); }

/** 32 numbers to 16 words of neighbours. */
TLC_INLINE TLC_BF16 __m512i neighbours(__m512 low, __m512 high) { return (__m512i)_mm512_cvtne2ps_pbh(high, low); }

/** A word of each number of `low` with that of `high` in its lane. */
TLC_INLINE TLC_BF16 __m512i pairs(__m512 low, __m512 high) {
  typedef int16_t Halves __attribute__((vector_size(64)));
  const Halves both = {0, 16, 1, 17, 2,  18, 3,  19, 4,  20, 5,  21, 6,  22, 7,  23,
                       8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31};
  return _mm512_permutexvar_epi16((__m512i)both, neighbours(low, high));
}

/**
 * C [ROWS, TILE_COLUMNS] = start + A B over `count` pairs: the innermost loops.
 *
 * @param a ROWS rows at stride A_STRIDE; or, when `BY_COLUMNS`, TILE_ROWS words for each pair
 * @param b TILE_COLUMNS words for each pair
 */
template <int ROWS, bool BY_COLUMNS>
TLC_ONCE TLC_BF16 void tile(int64_t count, const float* a, const float* b, Start start, float* c, int64_t c_stride) {
  __m512 sum[ROWS][2];
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++) sum[i][0] = sum[i][1] = _mm512_setzero_ps();
  for (int64_t q = 0; q < count; q++, b += TILE_COLUMNS) {
    const __m512bh left = (__m512bh)_mm512_loadu_si512(b), right = (__m512bh)_mm512_loadu_si512(b + LANES);
#pragma GCC unroll 16
    for (int i = 0; i < ROWS; i++) {
      const __m512bh x = (__m512bh)_mm512_set1_ps(BY_COLUMNS ? a[q * TILE_ROWS + i] : a[i * A_STRIDE + q]);
      sum[i][0] = _mm512_dpbf16_ps(sum[i][0], x, left);
      sum[i][1] = _mm512_dpbf16_ps(sum[i][1], x, right);
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < ROWS; i++) {
    if (start.data) {
      sum[i][0] += _mm512_loadu_ps(start.data + i * start.stride);
      sum[i][1] += _mm512_loadu_ps(start.data + i * start.stride + LANES);
    }
    _mm512_storeu_ps(c + i * c_stride, sum[i][0]);
    _mm512_storeu_ps(c + i * c_stride + LANES, sum[i][1]);
  }
}

struct Bfloat16Tiles {
  template <int ROWS, bool BY_COLUMNS>
  static constexpr Tile of = tile<ROWS, BY_COLUMNS>;
};

const Tiles<Bfloat16Tiles, false> tiles_of_rows;
const Tiles<Bfloat16Tiles, true> tiles_of_columns;

/** Rows of A, `rows` x k, to words at a stride of A_STRIDE. */
TLC_ONCE TLC_BF16 void pack_rows(const float* a, int64_t stride, int64_t rows, int64_t k, float* packed) {
  for (int64_t i = 0; i < rows; i++, a += stride, packed += A_STRIDE) {
    int64_t p = 0;
    for (; p + 2 * LANES <= k; p += 2 * LANES) {
      _mm512_storeu_si512(packed + p / 2, neighbours(_mm512_loadu_ps(a + p), _mm512_loadu_ps(a + p + LANES)));
    }
    if (p == k) continue;
    const __m512 low = _mm512_maskz_loadu_ps(first(k - p), a + p);
    const __m512 high = _mm512_maskz_loadu_ps(first(k - p - LANES), a + p + LANES);
    _mm512_storeu_si512(packed + p / 2, neighbours(low, high));
  }
}

/**
 * `columns` columns of k rows of A to tiles [tiles, pairs, TILE_ROWS], walking along the rows. Their sums are added to
 * `sums` where it is not null.
 */
TLC_ONCE TLC_BF16 void pack_columns(const float* a, int64_t stride, int64_t k, int64_t columns, float* packed,
                                    float* sums) {
  ColumnSums column_sums(sums, columns);
  const int64_t next = tile_of_columns(pairs_of(k));
  for (int64_t p = 0; p < k; p += 2, a += 2 * stride, packed += TILE_ROWS) {
    const bool whole = p + 1 < k;
    float* to = packed;
    for (int64_t i = 0; i < columns; i += TILE_ROWS, to += next) {
      const __mmask16 own = first(least(TILE_ROWS, columns - i));
      const __m512 low = _mm512_maskz_loadu_ps(own, a + i);
      const __m512 high = whole ? _mm512_maskz_loadu_ps(own, a + stride + i) : _mm512_setzero_ps();
      // The end of the vector falls on the next pair, which comes later and puts it right
      _mm512_storeu_si512(to, pairs(low, high));
    }
    if (whole) column_sums.add<2>(a + stride, stride);
    else column_sums.add<1>(a, stride);
  }
  column_sums.finish();
}

/** One panel of B as it lies: k rows of up to TILE_COLUMNS columns. */
TLC_ONCE TLC_BF16 void pack_panel(const float* b, int64_t stride, int64_t k, int64_t columns, float* packed) {
  const __mmask16 own[] = {first(columns), first(columns - LANES)};
  for (int64_t p = 0; p < k; p += 2, b += 2 * stride, packed += TILE_COLUMNS) {
#pragma GCC unroll 2
    for (int half = 0; half < 2; half++) {
      const __m512 low = _mm512_maskz_loadu_ps(own[half], b + half * LANES);
      const __m512 high = p + 1 < k ? _mm512_maskz_loadu_ps(own[half], b + stride + half * LANES) : _mm512_setzero_ps();
      _mm512_storeu_si512(packed + half * LANES, pairs(low, high));
    }
  }
}

/** One panel of a B that lies transposed: row j of `b` is column j of the panel; 0 beyond its columns. */
TLC_ONCE TLC_BF16 void pack_transposed_panel(const float* b, int64_t stride, int64_t k, int64_t columns,
                                             float* packed) {
  for (int half = 0; half < 2; half++, b += LANES * stride, columns -= LANES, packed += LANES) {
    for (int64_t p = 0; p < k; p += 2 * LANES) {
      const __mmask16 low = first(k - p), high = first(k - p - LANES);
      Floats square[LANES];
#pragma GCC unroll 16
      for (int j = 0; j < LANES; j++) {
        const float* const row = b + j * stride + p;
        square[j] = j < columns
                        ? (Floats)neighbours(_mm512_maskz_loadu_ps(low, row), _mm512_maskz_loadu_ps(high, row + LANES))
                        : Floats{};
      }
      transpose(square);
      const int64_t count = pairs_of(k - p);
#pragma GCC unroll 16
      for (int q = 0; q < LANES; q++) {
        if (q < count) store(packed + (p / 2 + q) * TILE_COLUMNS, square[q]);
      }
    }
  }
}

/** AVX512_BF16: bit 5 of EAX in leaf 7, subleaf 1. The system saves its registers, for AVX-512 is in use. */
bool processor_has_it() {
  unsigned a, b, c, d;
  return __get_cpuid_count(7, 1, &a, &b, &c, &d) && a >> 5 & 1;
}

}  // namespace

bool available() {
  static const bool has = processor_has_it();
  return has;
}

int64_t packed_size(int64_t k, int64_t n) { return panels_of(n) * pairs_of(k) * TILE_COLUMNS; }

void pack(Matrix b, int64_t k, int64_t n, float* packed) {
  const int64_t panels = panels_of(n), parts = least(threads(), ceil_div(k * n, 1 << 14));
  in_parallel(parts, [&](int64_t part) {
    for (int64_t panel = part * panels / parts; panel < (part + 1) * panels / parts; panel++) {
      const int64_t column = panel * TILE_COLUMNS, columns = least(TILE_COLUMNS, n - column);
      float* const own = packed + panel * pairs_of(k) * TILE_COLUMNS;
      if (b.transposed) pack_transposed_panel(b.data + column * b.stride, b.stride, k, columns, own);
      else pack_panel(b.data + column, b.stride, k, columns, own);
    }
  });
}

void multiply(Matrix a, const float* packed, int64_t m0, int64_t m1, int64_t k, int64_t n, int64_t p0, int64_t p1,
              Start start, float* c, int64_t c_stride, const Finish* finish) {
  float* const block = scratch(A_BLOCK, BLOCK_ROWS * A_STRIDE);
  const int64_t pairs = pairs_of(k), depth = depth_of(pairs);
  for (int64_t row = m0; row < m1; row += BLOCK_ROWS) {
    const int64_t rows = least(BLOCK_ROWS, m1 - row);
    int64_t q = 0;
    do {
      const int64_t count = least(depth, pairs - q);
      pack_rows(a.data + row * a.stride + 2 * q, a.stride, rows, least(2 * count, k - 2 * q), block);
      for (int64_t panel = p0; panel < p1; panel++) {
        const int64_t column = panel * TILE_COLUMNS, columns = least(TILE_COLUMNS, n - column);
        float* const own = c + row * c_stride + column;
        Start own_start = {own, c_stride};
        if (q == 0) own_start = {start.data ? start.data + row * start.stride + column : nullptr, start.stride};
        panel_of_tiles(tiles_of_rows, rows, columns, count, block, packed + (panel * pairs + q) * TILE_COLUMNS,
                       own_start, own, c_stride);
        if (finish && q + count >= pairs) (*finish)(row, rows, column, columns);
      }
      q += depth;
    } while (q < pairs);
  }
}

namespace {

/** Columns i0 to i1 − 1 of A and panels p0 to p1 − 1 of B, by one thread. */
void multiply_transposed(const float* a, int64_t a_stride, const float* b, int64_t b_stride, int64_t k, int64_t i0,
                         int64_t i1, int64_t n, int64_t p0, int64_t p1, bool accumulate, float* c, int64_t c_stride,
                         float* sums) {
  const int64_t pairs = pairs_of(k), depth = depth_of(pairs), m = i1 - i0;
  float* const tiles_of_a = scratch(A_BLOCK, ceil_div(m, TILE_ROWS) * tile_of_columns(depth));
  float* const panel_of_b = scratch(B_PANEL, depth * TILE_COLUMNS);
  int64_t q = 0;
  do {
    const int64_t count = least(depth, pairs - q), steps = least(2 * count, k - 2 * q);
    pack_columns(a + 2 * q * a_stride + i0, a_stride, steps, m, tiles_of_a, sums ? sums + i0 : nullptr);
    for (int64_t panel = p0; panel < p1; panel++) {
      const int64_t column = panel * TILE_COLUMNS, columns = least(TILE_COLUMNS, n - column);
      pack_panel(b + 2 * q * b_stride + column, b_stride, steps, columns, panel_of_b);
      float* const own = c + i0 * c_stride + column;
      const Start start = accumulate || q ? Start{own, c_stride} : Start{};
      panel_of_tiles(tiles_of_columns, m, columns, count, tiles_of_a, panel_of_b, start, own, c_stride);
    }
    q += depth;
  } while (q < pairs);
}

}  // namespace

void product(Matrix a, const float* packed, int64_t m, int64_t k, int64_t n, Start start, float* c, int64_t c_stride,
             const Finish* finish) {
  over_pieces(cut(m, n, k), m, n, [&](int64_t m0, int64_t m1, int64_t p0, int64_t p1) {
    bf16::multiply(a, packed, m0, m1, k, n, p0, p1, start, c, c_stride, finish);
  });
}

void product_transposed(const float* a, int64_t a_stride, const float* b, int64_t b_stride, int64_t k, int64_t m,
                        int64_t n, bool accumulate, float* c, int64_t c_stride, float* sums) {
  over_pieces(cut_transposed(m, n, k), m, n, [&](int64_t i0, int64_t i1, int64_t p0, int64_t p1) {
    multiply_transposed(a, a_stride, b, b_stride, k, i0, i1, n, p0, p1, accumulate, c, c_stride,
                        p0 == 0 ? sums : nullptr);
  });
}

}  // namespace tlc::bf16

namespace tlc {

const Products* bfloat16_products() {
  static const Products products = {bf16::packed_size, bf16::pack, bf16::multiply, bf16::product,
                                    bf16::product_transposed};
  return bf16::available() ? &products : nullptr;
}

}  // namespace tlc

#else

namespace tlc {

bool bf16::available() { return false; }

const Products* bfloat16_products() { return nullptr; }

}  // namespace tlc

#endif
