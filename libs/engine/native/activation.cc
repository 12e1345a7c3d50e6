#include "activation.h"

namespace tlc {

void activate_block(Activation activation, const float* x, float* y, int64_t rows, int64_t columns, int64_t stride) {
  for (int64_t i = 0; i < rows; i++, x += stride, y += stride) {
    over(columns, [&](int64_t j, auto width) {
      const Floats value = load(x + j, width);
      store(y + j, activation == Activation::GELU ? value * normal(value).distribution : larger(value, Floats{}), width);
    });
  }
}

void activation_gradient_block(Activation activation, const float* dy, const float* kept, float* d, float* y,
                               int64_t rows, int64_t columns, int64_t stride) {
  for (int64_t i = 0; i < rows; i++, dy += stride, kept += stride, d += stride) {
    over(columns, [&](int64_t j, auto width) {
      const Floats value = load(kept + j, width), gradient = load(dy + j, width);
      Floats activated;
      if (activation == Activation::GELU) {
        const Normal at = normal(value);
        activated = value * at.distribution;
        store(d + j, gradient * (value * at.density + at.distribution), width);
      } else {
        activated = larger(value, Floats{});
        store(d + j, choose(value > 0, gradient, Floats{}), width);
      }
      if (y) store(y + j, activated, width);
    });
    if (y) y += stride;
  }
}

}  // namespace tlc
