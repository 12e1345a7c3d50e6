// The products of gemm.h in one precision of their operands, chosen when a kernel is called.
#pragma once

#include "gemm.h"

namespace tlc {

/** gemm.h says what each does; in `multiply` and `product`, A lies as it is, not transposed. */
struct Products {
  int64_t (*packed_size)(int64_t k, int64_t n);
  void (*pack)(Matrix b, int64_t k, int64_t n, float* packed);
  void (*multiply)(Matrix a, const float* packed, int64_t m0, int64_t m1, int64_t k, int64_t n, int64_t p0, int64_t p1,
                   Start start, float* c, int64_t c_stride, const Finish* finish);
  void (*product)(Matrix a, const float* packed, int64_t m, int64_t k, int64_t n, Start start, float* c,
                  int64_t c_stride, const Finish* finish);
  void (*product_transposed)(const float* a, int64_t a_stride, const float* b, int64_t b_stride, int64_t k, int64_t m,
                             int64_t n, bool accumulate, float* c, int64_t c_stride, float* sums);
};

/**
 * The products of gemm.h. Sizes of tiles depend on the instruction set, so these tables are made where kernels are
 * compiled for one, not where they are asked for.
 */
extern const Products FLOAT32;

/** The products of gemm_bf16.h; null where the processor or the compiler has no instructions for them. */
const Products* bfloat16_products();

}  // namespace tlc
