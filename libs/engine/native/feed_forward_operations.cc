#include "arguments.h"
#include "feed_forward.h"

namespace tlc {
namespace {

void compute_feed_forward(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  const int64_t inner = matrix(call, 1).first;
  const float* const up = call.input(1, {inner, hidden}).floats();
  const float* const down = call.input(3, {hidden, inner}).floats();
  float* const y = call.output(0, {rows, hidden});
  const bool keep = call.attribute(2) != 0;
  float* const before = call.output(1, {keep ? rows : 0, inner});
  feed_forward(call.input(0).floats(), up, bias_of(call, 2, inner), down, bias_of(call, 4, hidden), rows, hidden, inner,
               activation_of(call), y, keep ? before : nullptr, products_of(call, 1));
}

void compute_feed_forward_gradient(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  const int64_t inner = matrix(call, 2).first;
  const float* const x = call.input(1, {rows, hidden}).floats();
  const float* const up = call.input(2, {inner, hidden}).floats();
  const float* const up_bias = bias_of(call, 3, inner);
  const float* const down = call.input(4, {hidden, inner}).floats();
  const float* const down_bias = bias_of(call, 5, hidden);
  const float* const before = call.input(6, {rows, inner}).floats();
  float* const dx = call.output(0, {rows, hidden});
  float* const dup = call.output(1, {inner, hidden});
  float* const dup_bias = call.output(2, {up_bias ? inner : 0});
  float* const ddown = call.output(3, {hidden, inner});
  float* const ddown_bias = call.output(4, {down_bias ? hidden : 0});
  feed_forward_gradient(call.input(0).floats(), x, up, down, before, rows, hidden, inner, activation_of(call), dx, dup,
                        up_bias ? dup_bias : nullptr, ddown, down_bias ? ddown_bias : nullptr, products_of(call, 1));
}

const Operation OPERATIONS[] = {
    {"TlcFeedForward",
     {"x: float", "up: float", "up_bias: float", "down: float", "down_bias: float"},
     {"y: float", "before: float"},
     {"activation: int", "precision: int = 0", "keep: int = 0"},
     compute_feed_forward},
    {"TlcFeedForwardGradient",
     {"dy: float", "x: float", "up: float", "up_bias: float", "down: float", "down_bias: float", "before: float"},
     {"dx: float", "dup: float", "dup_bias: float", "ddown: float", "ddown_bias: float"},
     {"activation: int", "precision: int = 0"},
     compute_feed_forward_gradient},
};
const Operations added(OPERATIONS);

}  // namespace
}  // namespace tlc
