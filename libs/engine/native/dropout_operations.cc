#include "arguments.h"

namespace tlc {
namespace {

void compute_dropout(Call& call) {
  const Input& x = call.input(0);
  dropout(x.floats(), x.size(), mask_of(call, 1), call.output(0, x.shape));
}

void compute_add_residual(Call& call) {
  const Input& x = call.input(0);
  const float* const residual = call.input(1, x.shape).floats();
  add_residual(x.floats(), residual, x.size(), mask_of(call, 2), call.output(0, x.shape));
}

const Operation OPERATIONS[] = {
    {"TlcDropout", {"x: float", "mask: int32"}, {"y: float"}, {}, compute_dropout},
    {"TlcAddResidual", {"x: float", "residual: float", "mask: int32"}, {"y: float"}, {}, compute_add_residual},
};
const Operations added(OPERATIONS);

}  // namespace
}  // namespace tlc
