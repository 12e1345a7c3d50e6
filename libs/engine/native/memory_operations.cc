// What the engine does to the memory of tensors: a private copy, and a sum in place.
#include "arguments.h"
#include "sum.h"

namespace tlc {
namespace {

/** A copy in memory of its own, which nothing else can share: what an operation that works in place may write to. */
void compute_copy(Call& call) {
  const Input& x = call.input(0);
  float* const y = call.output(0, x.shape);
  if (x.size()) std::memcpy(y, x.floats(), 4 * x.size());
}

/** Writes to its first input: the caller has made sure that nobody else has that memory. */
void compute_add_to(Call& call) {
  const Input& sum = call.input(0);
  add_to(const_cast<float*>(sum.floats()), call.input(1, sum.shape).floats(), sum.size());
  call.output(0, {0});
}

const Operation OPERATIONS[] = {
    {"TlcCopy", {"x: float"}, {"y: float"}, {}, compute_copy},
    {"TlcAddTo", {"sum: float", "x: float"}, {"nothing: float"}, {}, compute_add_to},
};
const Operations added(OPERATIONS);

}  // namespace
}  // namespace tlc
