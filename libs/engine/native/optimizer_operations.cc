// The optimisers as operations of TensorFlow. Each writes to its parameters and to what it keeps for them: the caller has
// made sure that nobody else has that memory.
#include "adafactor.h"
#include "adamw.h"
#include "global_norm.h"
#include "lamb.h"
#include "muon.h"
#include "registration.h"
#include "sgd.h"

namespace tlc {
namespace {

/** The list of inputs number `list`, counted after the settings and the rates of all N parameters. */
const Input& input_of(const Call& call, int64_t count, int list, int64_t i) { return call.input(2 + list * count + i); }

float* own(const Call& call, int64_t count, int list, int64_t i, const std::vector<int64_t>& shape) {
  return const_cast<float*>(call.input(2 + list * count + i, shape).floats());
}

/** The parameters of a call: settings, [2, N] with the rate and the decay of each, N values, N gradients, and one or two
 * tensors in the shape of each. */
std::vector<Trained> trained_of(Call& call, int64_t count, int kept) {
  const float* const rates = call.input(1, {2, count}).floats();
  std::vector<Trained> all(count);
  for (int64_t i = 0; i < count; i++) {
    const Input& value = input_of(call, count, 0, i);
    const auto& shape = value.shape;
    all[i] = {own(call, count, 0, i, shape),
              own(call, count, 1, i, shape),
              kept > 0 ? own(call, count, 2, i, shape) : nullptr,
              kept > 1 ? own(call, count, 3, i, shape) : nullptr,
              value.size(),
              shape.size() == 2 ? shape[0] : 0,
              shape.size() == 2 ? shape[1] : 0,
              rates[i],
              rates[count + i]};
  }
  call.output(0, {0});
  return all;
}

void compute_global_norm(Call& call) {
  const int64_t count = call.attribute(0);
  std::vector<const float*> tensors(count);
  std::vector<int64_t> sizes(count);
  for (int64_t i = 0; i < count; i++) {
    tensors[i] = call.input(i).floats();
    sizes[i] = call.input(i).size();
  }
  *call.output(0, {}) = global_norm(tensors.data(), sizes.data(), count);
}

void compute_adamw(Call& call) {
  const int64_t count = call.attribute(0);
  const float* const s = call.input(0, {5}).floats();
  std::vector<Trained> all = trained_of(call, count, 2);
  adamw(all.data(), count, {s[0], s[1], s[2], s[3], s[4]});
}

void compute_lamb(Call& call) {
  const int64_t count = call.attribute(0);
  const float* const s = call.input(0, {7}).floats();
  std::vector<Trained> all = trained_of(call, count, 2);
  lamb(all.data(), count, {s[0], s[1], s[2], s[3], s[4]}, s[5], s[6]);
}

void compute_sgd(Call& call) {
  const int64_t count = call.attribute(0);
  const float* const s = call.input(0, {2}).floats();
  std::vector<Trained> all = trained_of(call, count, 1);
  sgd(all.data(), count, s[0], s[1]);
}

void compute_adafactor(Call& call) {
  const int64_t count = call.attribute(0);
  const float* const s = call.input(0, {4}).floats();
  std::vector<Trained> all = trained_of(call, count, 0);
  for (int64_t i = 0; i < count; i++) {
    const bool factored = input_of(call, count, 0, i).shape.size() == 2;
    const auto& shape = input_of(call, count, 0, i).shape;
    all[i].first = own(call, count, 2, i, factored ? std::vector<int64_t>{all[i].rows} : shape);
    all[i].second = factored ? own(call, count, 3, i, {all[i].columns}) : nullptr;
  }
  adafactor(all.data(), count, {s[0], s[1], s[2], s[3] != 0});
}

void compute_muon(Call& call) {
  const int64_t count = call.attribute(1);
  const float* const s = call.input(0, {2}).floats();
  std::vector<Trained> all = trained_of(call, count, 1);
  for (int64_t i = 0; i < count; i++) require(input_of(call, count, 0, i).shape.size() == 2, "it moves matrices only");
  const Products* const products = call.attribute(0) == 0 ? &FLOAT32 : bfloat16_products();
  require(products, "bfloat16 products need a processor with AVX512_BF16");
  muon(all.data(), count, s[0], s[1], *products);
}

#define ONE_SLOT {"settings: float", "rates: float", "values: N * float", "gradients: N * float", "first: N * float"}
#define TWO_SLOTS                                                   \
  {"settings: float",      "rates: float",     "values: N * float", \
   "gradients: N * float", "first: N * float", "second: N * float"}

const Operation OPTIMIZERS[] = {
    {"TlcGlobalNorm", {"x: N * float"}, {"norm: float"}, {"N: int >= 1"}, compute_global_norm},
    {"TlcAdamW", TWO_SLOTS, {"nothing: float"}, {"N: int >= 1"}, compute_adamw},
    {"TlcLamb", TWO_SLOTS, {"nothing: float"}, {"N: int >= 1"}, compute_lamb},
    {"TlcSgd", ONE_SLOT, {"nothing: float"}, {"N: int >= 1"}, compute_sgd},
    {"TlcAdafactor", TWO_SLOTS, {"nothing: float"}, {"N: int >= 1"}, compute_adafactor},
    {"TlcMuon", ONE_SLOT, {"nothing: float"}, {"precision: int = 0", "N: int >= 1"}, compute_muon},
};
const Operations added(OPTIMIZERS);

}  // namespace
}  // namespace tlc
