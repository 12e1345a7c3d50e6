// Every operation that TensorFlow is told of: what it takes and gives, and the checks that keep a kernel from reading
// past an end.
// A tensor of no elements stands for an input that was left out, and for an output that is not needed.
#include "operations.h"

#include <cstring>

#include "arguments.h"
#include "embedding.h"
#include "feed_forward.h"
#include "output_head.h"
#include "registration.h"
#include "sum.h"

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

void compute_rows(Call& call) {
  const auto [size, columns] = matrix(call, 0);
  const int64_t count = call.input(1, {-1}).size();
  const int32_t* const indices = indices_of(call, 1, count, size);
  rows(call.input(0).floats(), indices, count, columns, call.output(0, {count, columns}));
}

void compute_rows_gradient(Call& call) {
  const auto [count, columns] = matrix(call, 0);
  const int64_t size = matrix(call, 2).first;
  call.input(2, {size, columns});
  const int32_t* const indices = indices_of(call, 1, count, size);
  rows_gradient(call.input(0).floats(), indices, count, columns, size, call.output(0, {size, columns}));
}

void compute_embedding(Call& call) {
  const auto [vocabulary, hidden] = matrix(call, 0);
  const int64_t longest = matrix(call, 1).first, kinds = matrix(call, 2).first, count = call.input(3, {-1}).size();
  const float* const places = call.input(1, {longest, hidden}).floats();
  const float* const types = kinds ? call.input(2, {kinds, hidden}).floats() : nullptr;
  const int32_t* const ids = indices_of(call, 3, count, vocabulary);
  const int32_t* const positions = indices_of(call, 4, count, longest);
  const int32_t* const type_ids = kinds ? indices_of(call, 5, count, kinds) : nullptr;
  embedding(call.input(0).floats(), places, types, ids, positions, type_ids, count, hidden,
            call.output(0, {count, hidden}));
}

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
    {"TlcRows", {"x: float", "indices: int32"}, {"y: float"}, {}, compute_rows},
    {"TlcRowsGradient", {"dy: float", "indices: int32", "x: float"}, {"dx: float"}, {}, compute_rows_gradient},
    {"TlcEmbedding",
     {"tokens: float", "places: float", "kinds: float", "ids: int32", "positions: int32", "types: int32"},
     {"y: float"},
     {},
     compute_embedding},
    {"TlcOutputHead",
     {"x: float", "table: float", "bias: float", "labels: int32"},
     {"loss: float", "dx: float", "dtable: float", "dbias: float"},
     {"smoothing: float", "gradients: int", "precision: int = 0"},
     compute_output_head},
    {"TlcCopy", {"x: float"}, {"y: float"}, {}, compute_copy},
    {"TlcAddTo", {"sum: float", "x: float"}, {"nothing: float"}, {}, compute_add_to},
};
const Operations added(OPERATIONS);

}  // namespace

std::string register_operations() {
  for (const Operation* operation : Operations::all()) {
    const std::string error = register_operation(operation);
    if (!error.empty()) return std::string(operation->name) + ": " + error;
  }
  return "";
}

}  // namespace tlc
