// Every operation that TensorFlow is told of: what it takes and gives, and the checks that keep a kernel from reading
// past an end.
// A tensor of no elements stands for an input that was left out, and for an output that is not needed.
#include "operations.h"

#include <cstring>

#include "attention.h"
#include "dropout.h"
#include "embedding.h"
#include "feed_forward.h"
#include "layer_norm.h"
#include "linear.h"
#include "output_head.h"
#include "registration.h"
#include "sum.h"

namespace tlc {
namespace {

Activation activation_of(const Call& call) {
  const int activation = call.attribute(0);
  require(activation >= 0 && activation <= 2, "there is no such activation");
  return static_cast<Activation>(activation);
}

/** The products of a call: attribute `number` is 0 for float32, 1 for bfloat16. */
const Products& products_of(const Call& call, int number) {
  if (call.attribute(number) == 0) return FLOAT32;
  const Products* const products = bfloat16_products();
  require(products, "bfloat16 products need a processor with AVX512_BF16");
  return *products;
}

/** Rows and columns of a matrix. */
std::pair<int64_t, int64_t> matrix(const Call& call, int number) {
  const Input& input = call.input(number, {-1, -1});
  return {input.shape[0], input.shape[1]};
}

/** A bias [size], or null when it was left out. */
const float* bias_of(const Call& call, int number, int64_t size) {
  const Input& input = call.input(number, {-1});
  return input.size() ? call.input(number, {size}).floats() : nullptr;
}

/** Whole numbers [count], each from 0 to below − 1. */
const int32_t* indices_of(const Call& call, int number, int64_t count, int64_t below) {
  const int32_t* const indices = call.input(number, {count}).ints();
  for (int64_t i = 0; i < count; i++) require(indices[i] >= 0 && indices[i] < below, "an index lies outside its table");
  return indices;
}

/** Starts of sentences [sentences + 1], from 0 to `rows`, each sentence of at least one row. */
const int32_t* starts_of(const Call& call, int number, int64_t sentences, int64_t rows) {
  const int32_t* const starts = call.input(number, {sentences + 1}).ints();
  require(starts[0] == 0 && starts[sentences] == rows, "the sentences are not all of the rows");
  for (int64_t i = 0; i < sentences; i++) require(starts[i] < starts[i + 1], "a sentence has no rows");
  return starts;
}

Mask mask_of(const Call& call, int number) {
  const int32_t* const words = call.input(number, {4}).ints();
  Mask mask{words[0], words[1], words[2], 0};
  std::memcpy(&mask.kept, words + 3, 4);
  return mask;
}

void compute_linear(Call& call) {
  const auto [rows, in] = matrix(call, 0);
  const int64_t out = matrix(call, 1).first;
  const float* const bias = bias_of(call, 2, out);
  const bool gelu = activation_of(call) == Activation::GELU;
  float* const y = call.output(0, {rows, out});
  float* const before = gelu ? call.output(1, {rows, out}) : (call.output(1, {0, 0}), nullptr);
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

/** The residual [rows, hidden], or null when it was left out. */
const float* residual_of(const Call& call, int number, int64_t rows, int64_t hidden) {
  if (call.input(number, {-1, -1}).size() == 0) return nullptr;
  return call.input(number, {rows, hidden}).floats();
}

void compute_add_norm(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  const float* const residual = residual_of(call, 1, rows, hidden);
  const float* const gain = call.input(2, {hidden}).floats();
  const float* const bias = call.input(3, {hidden}).floats();
  float* const y = call.output(0, {rows, hidden});
  float* const mean = call.output(1, {rows});
  float* const scale = call.output(2, {rows});
  add_norm(call.input(0).floats(), residual, gain, bias, rows, hidden, call.attribute(0), mask_of(call, 4), y, mean,
           scale);
}

void compute_add_norm_gradient(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  const float* const x = call.input(1, {rows, hidden}).floats();
  const float* const residual = residual_of(call, 2, rows, hidden);
  const float* const gain = call.input(3, {hidden}).floats();
  const float* const mean = call.input(4, {rows}).floats();
  const float* const scale = call.input(5, {rows}).floats();
  const Mask mask = mask_of(call, 6);
  const bool differs = residual && mask.last >= 0;
  float* const dx = call.output(0, {rows, hidden});
  float* const dresidual = call.output(1, {differs ? rows : 0, hidden});
  float* const dgain = call.output(2, {hidden});
  float* const dbias = call.output(3, {hidden});
  add_norm_gradient(call.input(0).floats(), x, residual, gain, mean, scale, rows, hidden, mask, dx,
                    differs ? dresidual : nullptr, dgain, dbias);
}

/** Sentences of a call whose attributes are heads and, for self-attention, causal. */
Sentences sentences_of(const Call& call, int query_starts, int key_starts, int64_t queries, int64_t keys,
                       int64_t hidden, bool causal) {
  const int64_t count = call.input(query_starts, {-1}).size() - 1, heads = call.attribute(0);
  require(count >= 0 && heads > 0 && hidden > 0 && hidden % heads == 0, "the columns cannot be cut into heads");
  return {starts_of(call, query_starts, count, queries), starts_of(call, key_starts, count, keys), count, heads,
          hidden / heads, causal};
}

void compute_self_attention(Call& call) {
  const auto [rows, width] = matrix(call, 0);
  const int64_t hidden = width / 3;
  require(3 * hidden == width, "qkv has not three equal parts");
  const Sentences sentences = sentences_of(call, 1, 1, rows, rows, hidden, call.attribute(1) != 0);
  const float* const qkv = call.input(0).floats();
  float* const y = call.output(0, {rows, hidden});
  float* const log_sums = call.output(1, {rows, sentences.heads});
  attention({qkv, width}, {qkv + hidden, width}, {qkv + 2 * hidden, width}, sentences, y, log_sums);
}

void compute_self_attention_gradient(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  const int64_t width = 3 * hidden;
  const Sentences sentences = sentences_of(call, 4, 4, rows, rows, hidden, call.attribute(1) != 0);
  const float* const qkv = call.input(1, {rows, width}).floats();
  const float* const y = call.input(2, {rows, hidden}).floats();
  const float* const log_sums = call.input(3, {rows, sentences.heads}).floats();
  float* const d = call.output(0, {rows, width});
  attention_gradient(call.input(0).floats(), {qkv, width}, {qkv + hidden, width}, {qkv + 2 * hidden, width}, y,
                     log_sums, sentences, {d, width}, {d + hidden, width}, {d + 2 * hidden, width});
}

void compute_cross_attention(Call& call) {
  const auto [queries, hidden] = matrix(call, 0);
  const int64_t keys = matrix(call, 1).first;
  const float* const kv = call.input(1, {keys, 2 * hidden}).floats();
  const Sentences sentences = sentences_of(call, 2, 3, queries, keys, hidden, false);
  float* const y = call.output(0, {queries, hidden});
  float* const log_sums = call.output(1, {queries, sentences.heads});
  attention({call.input(0).floats(), hidden}, {kv, 2 * hidden}, {kv + hidden, 2 * hidden}, sentences, y, log_sums);
}

void compute_cross_attention_gradient(Call& call) {
  const auto [queries, hidden] = matrix(call, 0);
  const int64_t keys = matrix(call, 2).first;
  const float* const q = call.input(1, {queries, hidden}).floats();
  const float* const kv = call.input(2, {keys, 2 * hidden}).floats();
  const float* const y = call.input(3, {queries, hidden}).floats();
  const Sentences sentences = sentences_of(call, 5, 6, queries, keys, hidden, false);
  const float* const log_sums = call.input(4, {queries, sentences.heads}).floats();
  float* const dq = call.output(0, {queries, hidden});
  float* const dkv = call.output(1, {keys, 2 * hidden});
  attention_gradient(call.input(0).floats(), {q, hidden}, {kv, 2 * hidden}, {kv + hidden, 2 * hidden}, y, log_sums,
                     sentences, {dq, hidden}, {dkv, 2 * hidden}, {dkv + hidden, 2 * hidden});
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

void compute_dropout(Call& call) {
  const Input& x = call.input(0);
  dropout(x.floats(), x.size(), mask_of(call, 1), call.output(0, x.shape));
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
    {"TlcAddNorm",
     {"x: float", "residual: float", "gain: float", "bias: float", "mask: int32"},
     {"y: float", "mean: float", "scale: float"},
     {"epsilon: float"},
     compute_add_norm},
    {"TlcAddNormGradient",
     {"dy: float", "x: float", "residual: float", "gain: float", "mean: float", "scale: float", "mask: int32"},
     {"dx: float", "dresidual: float", "dgain: float", "dbias: float"},
     {},
     compute_add_norm_gradient},
    {"TlcSelfAttention",
     {"qkv: float", "starts: int32"},
     {"y: float", "log_sums: float"},
     {"heads: int", "causal: int"},
     compute_self_attention},
    {"TlcSelfAttentionGradient",
     {"dy: float", "qkv: float", "y: float", "log_sums: float", "starts: int32"},
     {"dqkv: float"},
     {"heads: int", "causal: int"},
     compute_self_attention_gradient},
    {"TlcCrossAttention",
     {"q: float", "kv: float", "query_starts: int32", "key_starts: int32"},
     {"y: float", "log_sums: float"},
     {"heads: int"},
     compute_cross_attention},
    {"TlcCrossAttentionGradient",
     {"dy: float", "q: float", "kv: float", "y: float", "log_sums: float", "query_starts: int32", "key_starts: int32"},
     {"dq: float", "dkv: float"},
     {"heads: int"},
     compute_cross_attention_gradient},
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
    {"TlcDropout", {"x: float", "mask: int32"}, {"y: float"}, {}, compute_dropout},
    {"TlcCopy", {"x: float"}, {"y: float"}, {}, compute_copy},
    {"TlcAddTo", {"sum: float", "x: float"}, {"nothing: float"}, {}, compute_add_to},
};

}  // namespace

std::string register_operations() {
  for (const Operation& operation : OPERATIONS) {
    const std::string error = register_operation(&operation);
    if (!error.empty()) return std::string(operation.name) + ": " + error;
  }
  return register_optimizers();
}

}  // namespace tlc
