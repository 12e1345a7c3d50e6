#include "arguments.h"
#include "gated_feed_forward.h"

namespace tlc {
namespace {

/** Layers of a call that has them from input `number` on. Without a layer of its own, up is the second half of gate. */
struct Layers {
  GatedLayers layers;
  int64_t inner;
  bool joined;
};

Layers layers_of(const Call& call, int number, int64_t hidden) {
  const int64_t rows = matrix(call, number).first;
  const bool joined = call.input(number + 2, {-1, -1}).size() == 0;
  require(!joined || rows % 2 == 0, "gate and up are not two halves");
  const int64_t inner = joined ? rows / 2 : rows;
  const float* const gate = call.input(number, {rows, hidden}).floats();
  const float* const gate_bias = bias_of(call, number + 1, rows);
  const float* const up = joined ? gate + inner * hidden : call.input(number + 2, {inner, hidden}).floats();
  const float* const up_bias = joined ? (gate_bias ? gate_bias + inner : nullptr) : bias_of(call, number + 3, inner);
  const float* const down = call.input(number + 4, {hidden, inner}).floats();
  return {{gate, gate_bias, up, up_bias, down, bias_of(call, number + 5, hidden)}, inner, joined};
}

void compute_gated_feed_forward(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  const Layers own = layers_of(call, 1, hidden);
  const bool keep = call.attribute(2) != 0;
  float* const y = call.output(0, {rows, hidden});
  float* const before = call.output(1, {keep ? rows : 0, 2 * own.inner});
  gated_feed_forward(call.input(0).floats(), own.layers, rows, hidden, own.inner, activation_of(call), y,
                     keep ? before : nullptr, products_of(call, 1));
}

void compute_gated_feed_forward_gradient(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  const float* const x = call.input(1, {rows, hidden}).floats();
  const Layers own = layers_of(call, 2, hidden);
  const auto& [layers, inner, joined] = own;
  const float* const before = call.input(8, {rows, 2 * inner}).floats();
  const int64_t gate_rows = joined ? 2 * inner : inner, up_rows = joined ? 0 : inner;
  float* const dx = call.output(0, {rows, hidden});
  GatedGradients d{};
  d.gate = call.output(1, {gate_rows, hidden});
  d.gate_bias = call.output(2, {layers.gate_bias ? gate_rows : 0});
  d.up = call.output(3, {up_rows, hidden});
  d.up_bias = call.output(4, {layers.up_bias ? up_rows : 0});
  d.down = call.output(5, {hidden, inner});
  d.down_bias = call.output(6, {layers.down_bias ? hidden : 0});
  if (!layers.gate_bias) d.gate_bias = nullptr;
  if (!layers.up_bias) d.up_bias = nullptr;
  if (!layers.down_bias) d.down_bias = nullptr;
  if (joined) {
    d.up = d.gate + inner * hidden;
    if (d.gate_bias) d.up_bias = d.gate_bias + inner;
  }
  gated_feed_forward_gradient(call.input(0).floats(), x, layers, before, rows, hidden, inner, activation_of(call), dx,
                              d, products_of(call, 1));
}

const Operation OPERATIONS[] = {
    {"TlcGatedFeedForward",
     {"x: float", "gate: float", "gate_bias: float", "up: float", "up_bias: float", "down: float", "down_bias: float"},
     {"y: float", "before: float"},
     {"activation: int", "precision: int = 0", "keep: int = 0"},
     compute_gated_feed_forward},
    {"TlcGatedFeedForwardGradient",
     {"dy: float", "x: float", "gate: float", "gate_bias: float", "up: float", "up_bias: float", "down: float",
      "down_bias: float", "before: float"},
     {"dx: float", "dgate: float", "dgate_bias: float", "dup: float", "dup_bias: float", "ddown: float",
      "ddown_bias: float"},
     {"activation: int", "precision: int = 0"},
     compute_gated_feed_forward_gradient},
};
const Operations added(OPERATIONS);

}  // namespace
}  // namespace tlc
