// Products of matrices whose operands are rounded to bfloat16, a float32 without the last 16 bits of its mantissa, and
// whose sums are float32: half the instructions of gemm.h, for AVX512_BF16. C, what is added to it and what is done to
// it remain float32.
//
// The scheme is that of gemm.h. What is packed are words of 32 bits that hold two neighbours along k, a "pair", the
// earlier one in the low half; VDPBF16PS multiplies a word of A with one of B and adds both products to a sum:
//
//     row i of A:       a(i,0) a(i,1) │ a(i,2) a(i,3) │ …            one word → broadcast
//     panel of B:       b(0,0) b(1,0) │ b(0,1) b(1,1) │ …            pair 0, a word for each of TILE_COLUMNS columns
//                       b(2,0) b(3,0) │ b(2,1) b(3,1) │ …            pair 1
//
// Where k is odd, the last pair's second half is 0. Operands are rounded as they are packed: to the nearest, ties to
// even; NaN and infinities stay what they are, and numbers below 2⁻¹²⁶ become 0.
#pragma once

#include "gemm.h"

namespace tlc::bf16 {

/** Whether these functions can be called: the compiler and the processor know AVX512_BF16. */
bool available();

/** Words that B [k, n] takes when it is packed. */
int64_t packed_size(int64_t k, int64_t n);

void pack(Matrix b, int64_t k, int64_t n, float* packed);

void multiply(Matrix a, const float* packed, int64_t m0, int64_t m1, int64_t k, int64_t n, int64_t p0, int64_t p1,
              Start start, float* c, int64_t c_stride, const Finish* finish);

void product(Matrix a, const float* packed, int64_t m, int64_t k, int64_t n, Start start, float* c, int64_t c_stride,
             const Finish* finish);

/** `sums` are those of A's columns as they were before rounding. */
void product_transposed(const float* a, int64_t a_stride, const float* b, int64_t b_stride, int64_t k, int64_t m,
                        int64_t n, bool accumulate, float* c, int64_t c_stride, float* sums);

}  // namespace tlc::bf16
