// Attention of a decoder that continues texts by one token at a time: each text's newest token to itself and those before
// it, whose keys and values are kept (Vaswani et al., 2017, section 3.2.3). Inference alone: it has no gradient.
#pragma once

#include <cstdint>

namespace tlc {

/** Keys and values of tokens, [capacity, slots, 2 · hidden]: token t of a text lies at [t, a slot of that token]. */
struct KeyValueCache {
  float* data;
  int64_t capacity, slots;
};

/**
 * y [rows, heads · size]. Row i of qkv [rows, 3 · heads · size] is the newest token of a text, whose key and value go to
 * [length, i] of the cache; token t before it lies at [t, slots_of[i · length + t]]. Several texts may have a beginning in
 * common: beams are reordered by their slots, and no key is moved.
 *
 * @param rows at most as many as the cache has slots
 * @param length tokens before the newest; below the cache's capacity
 * @param bias [length + 1, heads], added to the scores of each token; null for none
 */
void cached_attention(const float* qkv, int64_t rows, int64_t heads, int64_t size, float scale,
                      const KeyValueCache& cache, const int32_t* slots_of, int64_t length, const float* bias, float* y);

}  // namespace tlc
