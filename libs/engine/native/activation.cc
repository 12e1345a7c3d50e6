#include "activation.h"

#include <type_traits>

namespace tlc {
namespace {

/** f(x) and f′(x). */
struct Curve {
  Floats value, slope;
};

/** x σ(w), where `dw` is the derivative of w. */
TLC_INLINE Curve gated_by(Floats x, Floats w, Floats dw) {
  const Floats share = logistic(w);
  return {x * share, x * share * (1.0f - share) * dw + share};
}

template <Activation ACTIVATION>
TLC_INLINE Curve curve(Floats x) {
  if constexpr (ACTIVATION == Activation::GELU) {
    const Normal at = normal(x);
    return {x * at.distribution, x * at.density + at.distribution};
  } else if constexpr (ACTIVATION == Activation::GELU_TANH) {
    // (1 + tanh u) / 2 = σ(2u); beyond 12 it is 1 or 0
    const Floats near = smaller(larger(x, broadcast(-12)), broadcast(12)), squared = near * near;
    const Floats w = near * (squared * 0.0713548162726f + 1.59576912161f);
    return gated_by(x, w, squared * 0.214064448818f + 1.59576912161f);
  } else if constexpr (ACTIVATION == Activation::SILU) {
    return gated_by(x, x, broadcast(1));
  } else if constexpr (ACTIVATION == Activation::NONE) {
    return {x, broadcast(1)};
  } else {
    return {larger(x, Floats{}), choose(x > 0, broadcast(1), Floats{})};
  }
}

/** Calls `each` with the activation as a constant. */
template <class Each>
TLC_INLINE void as_constant(Activation activation, Each each) {
  switch (activation) {
    case Activation::GELU: return each(std::integral_constant<Activation, Activation::GELU>());
    case Activation::GELU_TANH: return each(std::integral_constant<Activation, Activation::GELU_TANH>());
    case Activation::SILU: return each(std::integral_constant<Activation, Activation::SILU>());
    case Activation::RELU: return each(std::integral_constant<Activation, Activation::RELU>());
    default: return each(std::integral_constant<Activation, Activation::NONE>());
  }
}

}  // namespace

void activate_block(Activation activation, const float* x, float* y, int64_t rows, int64_t columns, int64_t stride) {
  as_constant(activation, [&](auto constant) {
    for (int64_t i = 0; i < rows; i++) {
      over(columns, [&](int64_t j, auto width) {
        const int64_t at = i * stride + j;
        store(y + at, curve<decltype(constant)::value>(load(x + at, width)).value, width);
      });
    }
  });
}

void activation_gradient_block(Activation activation, const float* dy, const float* kept, float* d, float* y,
                               int64_t rows, int64_t columns, int64_t stride) {
  as_constant(activation, [&](auto constant) {
    for (int64_t i = 0; i < rows; i++) {
      over(columns, [&](int64_t j, auto width) {
        const int64_t at = i * stride + j;
        const Curve of = curve<decltype(constant)::value>(load(kept + at, width));
        store(d + at, load(dy + at, width) * of.slope, width);
        if (y) store(y + at, of.value, width);
      });
    }
  });
}

void gate_block(Activation activation, const float* gate, const float* up, float* y, int64_t rows, int64_t columns,
                int64_t stride, int64_t y_stride) {
  as_constant(activation, [&](auto constant) {
    for (int64_t i = 0; i < rows; i++) {
      over(columns, [&](int64_t j, auto width) {
        const int64_t at = i * stride + j;
        const Floats value = curve<decltype(constant)::value>(load(gate + at, width)).value;
        store(y + i * y_stride + j, value * load(up + at, width), width);
      });
    }
  });
}

void gate_gradient_block(Activation activation, const float* dy, const float* gate, const float* up, float* dgate,
                         float* dup, float* y, int64_t rows, int64_t columns, int64_t stride, int64_t y_stride) {
  as_constant(activation, [&](auto constant) {
    for (int64_t i = 0; i < rows; i++) {
      over(columns, [&](int64_t j, auto width) {
        const int64_t at = i * stride + j;
        const Floats d = load(dy + i * y_stride + j, width), open = load(up + at, width);
        const Curve of = curve<decltype(constant)::value>(load(gate + at, width));
        store(y + i * y_stride + j, of.value * open, width);
        store(dgate + at, d * open * of.slope, width);
        store(dup + at, d * of.value, width);
      });
    }
  });
}

}  // namespace tlc
