#include "arguments.h"

namespace tlc {
namespace {

void compute_linear(Call& call) {
  const auto [rows, in] = matrix(call, 0);
  const int64_t out = matrix(call, 1).first;
  const float* const bias = bias_of(call, 2, out);
  const bool keep = keeps_before(activation_of(call));
  float* const y = call.output(0, {rows, out});
  float* const before = keep ? call.output(1, {rows, out}) : (call.output(1, {0, 0}), nullptr);
  linear(call.input(0).floats(), call.input(1, {out, in}).floats(), bias, rows, in, out, activation_of(call), y, before,
         products_of(call, 1));
}

void compute_linear_gradient(Call& call) {
  const auto [rows, out] = matrix(call, 0);
  const int64_t in = matrix(call, 1).second;
  const bool activated = activation_of(call) != Activation::NONE;
  const float* const kept = activated ? call.input(4, {rows, out}).floats() : nullptr;
  const float* const bias = bias_of(call, 3, out);
  const float* const x = call.input(1, {rows, in}).floats();
  const float* const weight = call.input(2, {out, in}).floats();
  float* const dx = call.output(0, {rows, in});
  float* const dweight = call.output(1, {out, in});
  float* const dbias = call.output(2, {bias ? out : 0});
  linear_gradient(call.input(0).floats(), x, weight, kept, rows, in, out, activation_of(call), dx, dweight,
                  bias ? dbias : nullptr, products_of(call, 1));
}

const Operation OPERATIONS[] = {
    {"TlcLinear",
     {"x: float", "weight: float", "bias: float"},
     {"y: float", "before: float"},
     {"activation: int", "precision: int = 0"},
     compute_linear},
    {"TlcLinearGradient",
     {"dy: float", "x: float", "weight: float", "bias: float", "kept: float"},
     {"dx: float", "dweight: float", "dbias: float"},
     {"activation: int", "precision: int = 0"},
     compute_linear_gradient},
};
const Operations added(OPERATIONS);

}  // namespace
}  // namespace tlc
