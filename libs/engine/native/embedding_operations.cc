#include "arguments.h"
#include "embedding.h"

namespace tlc {
namespace {

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

const Operation OPERATIONS[] = {
    {"TlcRows", {"x: float", "indices: int32"}, {"y: float"}, {}, compute_rows},
    {"TlcRowsGradient", {"dy: float", "indices: int32", "x: float"}, {"dx: float"}, {}, compute_rows_gradient},
    {"TlcEmbedding",
     {"tokens: float", "places: float", "kinds: float", "ids: int32", "positions: int32", "types: int32"},
     {"y: float"},
     {},
     compute_embedding},
};
const Operations added(OPERATIONS);

}  // namespace
}  // namespace tlc
