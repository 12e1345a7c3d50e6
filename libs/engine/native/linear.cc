#include "linear.h"

#include "activation.h"
#include "elements.h"
#include "scratch_slots.h"

namespace tlc {
void linear(const float* x, const float* weight, const float* bias, int64_t rows, int64_t in, int64_t out,
            Activation activation, float* y, float* before, const Products& products) {
  float* const packed = scratch(PACKED_1, products.packed_size(in, out));
  products.pack({weight, in, true}, in, out, packed);
  float* const product_of = before ? before : y;
  const Activate activate(activation, product_of, y, out);
  products.product({x, in}, packed, rows, in, out, {bias, 0}, product_of, out,
                   activation == Activation::NONE ? nullptr : &activate);
}

void linear_gradient(const float* dy, const float* x, const float* weight, const float* kept, int64_t rows, int64_t in,
                     int64_t out, Activation activation, float* dx, float* dweight, float* dbias,
                     const Products& products) {
  const float* d = dy;
  if (activation != Activation::NONE) {
    float* const made = scratch(BLOCK_1, rows * out);
    over_rows(rows, [&](int64_t from, int64_t to) {
      const int64_t at = from * out;
      activation_gradient_block(activation, dy + at, kept + at, made + at, nullptr, to - from, out, out);
    });
    d = made;
  }
  float* const packed = scratch(PACKED_1, products.packed_size(out, in));
  products.pack({weight, in}, out, in, packed);
  products.product({d, out}, packed, rows, out, in, {}, dx, in, nullptr);
  if (dbias) std::memset(dbias, 0, 4 * out);
  products.product_transposed(d, out, x, in, rows, out, in, false, dweight, in, dbias);
}

}  // namespace tlc
