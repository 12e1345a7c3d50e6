// What a decoder that continues texts is made of beside the operations of training.
#include "arguments.h"
#include "best_tokens.h"
#include "cached_attention.h"

namespace tlc {
namespace {

/** Writes to its second input, the cache: the caller has made sure that nobody else has that memory. */
void compute_cached_attention(Call& call) {
  const auto [rows, width] = matrix(call, 0);
  const int64_t hidden = width / 3, heads = call.attribute(0);
  require(3 * hidden == width && heads > 0 && hidden > 0 && hidden % heads == 0,
          "qkv has not three equal parts of heads");
  const Input& kept = call.input(1, {-1, -1, 2 * hidden});
  const KeyValueCache cache{const_cast<float*>(kept.floats()), kept.shape[0], kept.shape[1]};
  const auto [texts, length] = matrix(call, 2);
  require(texts == rows && rows <= cache.slots && length < cache.capacity, "the cache has no place for the tokens");
  const int32_t* const slots = call.input(2).ints();
  for (int64_t i = 0; i < rows * length; i++) {
    require(slots[i] >= 0 && slots[i] < cache.slots, "a slot lies outside the cache");
  }
  const float* const bias =
      call.input(3, {-1, -1}).size() ? call.input(3, {length + 1, heads}).floats() : nullptr;
  const double scale = call.attribute(1);
  require(scale >= 0 && std::isfinite(scale), "the scale is no number above 0");
  const int64_t size = hidden / heads;
  float* const y = call.output(0, {rows, hidden});
  cached_attention(call.input(0).floats(), rows, heads, size, scale > 0 ? (float)scale : 1 / std::sqrt((float)size),
                   cache, slots, length, bias, y);
}

/** A cache of more tokens or texts with what is in one; what is not written yet has no value. */
void compute_grown_cache(Call& call) {
  const Input& cache = call.input(0, {-1, -1, -1});
  const int64_t tokens = cache.shape[0], slots = cache.shape[1], width = cache.shape[2];
  const int32_t* const sizes = call.input(1, {2}).ints();
  require(sizes[0] >= tokens && sizes[1] >= slots, "the cache has more than there is room for");
  float* const larger = call.output(0, {sizes[0], sizes[1], width});
  for (int64_t t = 0; t < tokens && slots * width > 0; t++) {
    std::memcpy(larger + t * sizes[1] * width, cache.floats() + t * slots * width, 4 * slots * width);
  }
}

void compute_best_tokens(Call& call) {
  const auto [rows, vocabulary] = matrix(call, 0);
  const int64_t count = call.attribute(0), bans = call.input(2, {-1}).size();
  require(count >= 1 && count <= vocabulary && vocabulary <= (1 << 24), "there are not so many tokens");
  const int32_t* const starts = call.input(1, {rows + 1}).ints();
  require(starts[0] == 0 && starts[rows] == bans, "the bans are not all of the rows'");
  for (int64_t i = 0; i < rows; i++) require(starts[i] <= starts[i + 1], "a row's bans begin after its end");
  best_tokens(call.input(0).floats(), rows, vocabulary, starts, indices_of(call, 2, bans, vocabulary), count,
              call.output(0, {rows, count}), call.output(1, {rows, count}));
}

const Operation OPERATIONS[] = {
    {"TlcCachedAttention",
     {"qkv: float", "cache: float", "slots: int32", "bias: float"},
     {"y: float"},
     {"heads: int", "scale: float = 0"},
     compute_cached_attention},
    {"TlcGrownCache", {"cache: float", "sizes: int32"}, {"larger: float"}, {}, compute_grown_cache},
    {"TlcBestTokens",
     {"logits: float", "ban_starts: int32", "bans: int32"},
     {"tokens: float", "logarithms: float"},
     {"count: int"},
     compute_best_tokens},
};
const Operations added(OPERATIONS);

}  // namespace
}  // namespace tlc
