// What operations find in a call, with the checks that keep a kernel from reading past an end.
// A tensor of no elements stands for an input that was left out.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "attention.h"
#include "dropout.h"
#include "linear.h"
#include "registration.h"

namespace tlc {

inline Activation activation_of(const Call& call) {
  const int activation = call.attribute(0);
  require(activation >= 0 && activation <= (int)Activation::SILU, "there is no such activation");
  return static_cast<Activation>(activation);
}

/** The products of a call: attribute `number` is 0 for float32, 1 for bfloat16. */
inline const Products& products_of(const Call& call, int number) {
  if (call.attribute(number) == 0) return FLOAT32;
  const Products* const products = bfloat16_products();
  require(products, "bfloat16 products need a processor with AVX512_BF16");
  return *products;
}

/** Rows and columns of a matrix. */
inline std::pair<int64_t, int64_t> matrix(const Call& call, int number) {
  const Input& input = call.input(number, {-1, -1});
  return {input.shape[0], input.shape[1]};
}

/** A bias [size], or null when it was left out. */
inline const float* bias_of(const Call& call, int number, int64_t size) {
  const Input& input = call.input(number, {-1});
  return input.size() ? call.input(number, {size}).floats() : nullptr;
}

/** Whole numbers [count], each from 0 to below − 1. */
inline const int32_t* indices_of(const Call& call, int number, int64_t count, int64_t below) {
  const int32_t* const indices = call.input(number, {count}).ints();
  for (int64_t i = 0; i < count; i++) require(indices[i] >= 0 && indices[i] < below, "an index lies outside its table");
  return indices;
}

/** Starts of sentences [sentences + 1], from 0 to `rows`, each sentence of at least one row. */
inline const int32_t* starts_of(const Call& call, int number, int64_t sentences, int64_t rows) {
  const int32_t* const starts = call.input(number, {sentences + 1}).ints();
  require(starts[0] == 0 && starts[sentences] == rows, "the sentences are not all of the rows");
  for (int64_t i = 0; i < sentences; i++) require(starts[i] < starts[i + 1], "a sentence has no rows");
  return starts;
}

inline Mask mask_of(const Call& call, int number) {
  const int32_t* const words = call.input(number, {4}).ints();
  Mask mask{words[0], words[1], words[2], 0};
  std::memcpy(&mask.kept, words + 3, 4);
  return mask;
}

/** Sentences of a call whose attributes are heads and, for self-attention, causal. */
inline Sentences sentences_of(const Call& call, int query_starts, int key_starts, int64_t queries, int64_t keys,
                              int64_t hidden, bool causal) {
  const int64_t count = call.input(query_starts, {-1}).size() - 1, heads = call.attribute(0);
  require(count >= 0 && heads > 0 && hidden > 0 && hidden % heads == 0, "the columns cannot be cut into heads");
  Sentences sentences{starts_of(call, query_starts, count, queries),
                      starts_of(call, key_starts, count, keys),
                      count,
                      heads,
                      hidden / heads,
                      causal};
  sentences.scale = 1 / std::sqrt((float)sentences.size);
  return sentences;
}

/** Rows of the longest sentence. */
inline int64_t longest_of(const Sentences& sentences) {
  int64_t longest = 0;
  for (int64_t s = 0; s < sentences.count; s++) {
    longest = std::max<int64_t>(longest, sentences.key_starts[s + 1] - sentences.key_starts[s]);
  }
  return longest;
}

}  // namespace tlc
