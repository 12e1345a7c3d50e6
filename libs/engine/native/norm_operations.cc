#include "arguments.h"
#include "layer_norm.h"

namespace tlc {
namespace {

/** The residual [rows, hidden], or null when it was left out. */
const float* residual_of(const Call& call, int number, int64_t rows, int64_t hidden) {
  if (call.input(number, {-1, -1}).size() == 0) return nullptr;
  return call.input(number, {rows, hidden}).floats();
}

void compute_add_norm(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  const float* const residual = residual_of(call, 1, rows, hidden);
  const float* const gain = call.input(2, {hidden}).floats();
  const float* const bias = bias_of(call, 3, hidden);
  float* const y = call.output(0, {rows, hidden});
  float* const mean = call.output(1, {rows});
  float* const scale = call.output(2, {rows});
  add_norm(call.input(0).floats(), residual, gain, bias, rows, hidden, call.attribute(0), mask_of(call, 4), y, mean,
           scale, call.attribute(1) != 0);
}

void compute_add_norm_gradient(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  const float* const x = call.input(1, {rows, hidden}).floats();
  const float* const residual = residual_of(call, 2, rows, hidden);
  const float* const gain = call.input(3, {hidden}).floats();
  const float* const mean = call.input(4, {rows}).floats();
  const float* const scale = call.input(5, {rows}).floats();
  const Mask mask = mask_of(call, 6);
  const bool differs = residual && mask.last >= 0, biased = call.attribute(1) != 0;
  float* const dx = call.output(0, {rows, hidden});
  float* const dresidual = call.output(1, {differs ? rows : 0, hidden});
  float* const dgain = call.output(2, {hidden});
  float* const dbias = call.output(3, {biased ? hidden : 0});
  add_norm_gradient(call.input(0).floats(), x, residual, gain, mean, scale, rows, hidden, mask, dx,
                    differs ? dresidual : nullptr, dgain, biased ? dbias : nullptr, call.attribute(0) != 0);
}

const Operation OPERATIONS[] = {
    {"TlcAddNorm",
     {"x: float", "residual: float", "gain: float", "bias: float", "mask: int32"},
     {"y: float", "mean: float", "scale: float"},
     {"epsilon: float", "centred: int = 1"},
     compute_add_norm},
    {"TlcAddNormGradient",
     {"dy: float", "x: float", "residual: float", "gain: float", "mean: float", "scale: float", "mask: int32"},
     {"dx: float", "dresidual: float", "dgain: float", "dbias: float"},
     {"centred: int = 1", "biased: int = 1"},
     compute_add_norm_gradient},
};
const Operations added(OPERATIONS);

}  // namespace
}  // namespace tlc
