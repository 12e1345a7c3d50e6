#include "arguments.h"
#include "output_head.h"

namespace tlc {
namespace {

void compute_output_head(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  const int64_t vocabulary = matrix(call, 1).first;
  const float* const table = call.input(1, {vocabulary, hidden}).floats();
  const float* const bias = call.input(2, {vocabulary}).floats();
  const int32_t* const labels = indices_of(call, 3, rows, vocabulary);
  const bool wanted = call.attribute(1) != 0;
  float* const loss = call.output(0, {});
  const HeadGradients gradients{call.output(1, {wanted ? rows : 0, hidden}),
                                call.output(2, {wanted ? vocabulary : 0, hidden}),
                                call.output(3, {wanted ? vocabulary : 0})};
  *loss = output_head(call.input(0).floats(), table, bias, labels, rows, hidden, vocabulary, call.attribute(0),
                      wanted ? &gradients : nullptr, products_of(call, 2));
}

const Operation OPERATIONS[] = {
    {"TlcOutputHead",
     {"x: float", "table: float", "bias: float", "labels: int32"},
     {"loss: float", "dx: float", "dtable: float", "dbias: float"},
     {"smoothing: float", "gradients: int", "precision: int = 0"},
     compute_output_head},
};
const Operations added(OPERATIONS);

}  // namespace
}  // namespace tlc
