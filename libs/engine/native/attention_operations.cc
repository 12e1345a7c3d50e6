#include "arguments.h"
#include "disentangled_attention.h"
#include "relative_bias.h"
#include "scratch_slots.h"
#include "threads.h"

namespace tlc {
namespace {

/** q, k and v [rows, 3 · hidden] of a call, each at its columns. */
struct Parts {
  int64_t rows, hidden, width;
  Vectors q, k, v;
};

Parts parts_of(const Call& call, int number) {
  const auto [rows, width] = matrix(call, number);
  const int64_t hidden = width / 3;
  require(3 * hidden == width, "qkv has not three equal parts");
  const float* const qkv = call.input(number).floats();
  return {rows, hidden, width, {qkv, width}, {qkv + hidden, width}, {qkv + 2 * hidden, width}};
}

/** Attributes of self-attention, after heads and causal. */
#define SELF_ATTENTION          \
  {"heads: int",                \
   "causal: int",               \
   "reach: int = -1",           \
   "scale: float = 0",          \
   "rotary_dimension: int = 0", \
   "rotary_base: float = 0"}

/** Attributes of cross attention. */
#define CROSS_ATTENTION {"heads: int", "scale: float = 0"}

/** Sentences of self-attention, with what its attributes say; the angles are in memory of this thread. */
Sentences self_sentences(const Call& call, int starts, const Parts& parts) {
  Sentences sentences =
      sentences_of(call, starts, starts, parts.rows, parts.rows, parts.hidden, call.attribute(1) != 0);
  sentences.reach = (int64_t)call.attribute(2);
  require(sentences.reach >= -1, "the reach is below -1");
  const double scale = call.attribute(3), base = call.attribute(5);
  require(scale >= 0 && std::isfinite(scale), "the scale is no number above 0");
  if (scale > 0) sentences.scale = (float)scale;
  const int64_t dimension = (int64_t)call.attribute(4);
  require(dimension >= 0 && dimension <= sentences.size && dimension % 2 == 0, "so many numbers cannot be turned");
  if (dimension) {
    require(base > 1 && std::isfinite(base), "the base is no number above 1");
    const int64_t longest = longest_of(sentences);
    float* const angles = scratch(PACKED_1, longest * dimension);
    rotary_angles(longest, dimension, base, angles);
    sentences.rotary = {angles, dimension};
  }
  return sentences;
}

BiasTable bias_table_of(const Call& call, int number, const Sentences& sentences) {
  const int64_t buckets = matrix(call, number).first, longest = longest_of(sentences);
  const float* const table = call.input(number, {buckets, sentences.heads}).floats();
  return {table, buckets, indices_of(call, number + 1, std::max<int64_t>(0, 2 * longest - 1), buckets), longest};
}

void compute_self_attention(Call& call) {
  const Parts parts = parts_of(call, 0);
  const Sentences sentences = self_sentences(call, 1, parts);
  float* const y = call.output(0, {parts.rows, parts.hidden});
  float* const log_sums = call.output(1, {parts.rows, sentences.heads});
  attention(parts.q, parts.k, parts.v, sentences, y, log_sums);
}

/** What backward gets: dy, qkv, y, log sums, starts; and the gradient's memory for output 0. */
struct Backward {
  Parts parts;
  Sentences sentences;
  const float *dy, *y, *log_sums;
  Gradients dq, dk, dv;
};

Backward backward_of(Call& call) {
  const auto [rows, hidden] = matrix(call, 0);
  call.input(1, {rows, 3 * hidden});
  const Parts parts = parts_of(call, 1);
  const Sentences sentences = self_sentences(call, 4, parts);
  const float* const y = call.input(2, {rows, hidden}).floats();
  const float* const log_sums = call.input(3, {rows, sentences.heads}).floats();
  float* const d = call.output(0, {rows, parts.width});
  return {parts,    sentences,        call.input(0).floats(),    y,
          log_sums, {d, parts.width}, {d + hidden, parts.width}, {d + 2 * hidden, parts.width}};
}

void compute_self_attention_gradient(Call& call) {
  const auto [parts, sentences, dy, y, log_sums, dq, dk, dv] = backward_of(call);
  attention_gradient(dy, parts.q, parts.k, parts.v, y, log_sums, sentences, dq, dk, dv);
}

void compute_biased_attention(Call& call) {
  const Parts parts = parts_of(call, 0);
  const Sentences sentences = self_sentences(call, 1, parts);
  const BiasTable bias = bias_table_of(call, 2, sentences);
  float* const y = call.output(0, {parts.rows, parts.hidden});
  float* const log_sums = call.output(1, {parts.rows, sentences.heads});
  if (parts.rows) biased_attention(parts.q, parts.k, parts.v, sentences, bias, y, log_sums);
}

void compute_biased_attention_gradient(Call& call) {
  const auto [parts, sentences, dy, y, log_sums, dq, dk, dv] = backward_of(call);
  const BiasTable bias = bias_table_of(call, 5, sentences);
  float* const dtable = call.output(1, {bias.buckets, sentences.heads});
  if (parts.rows) {
    biased_attention_gradient(dy, parts.q, parts.k, parts.v, y, log_sums, sentences, bias, dq, dk, dv, dtable);
  } else {
    std::memset(dtable, 0, 4 * bias.buckets * sentences.heads);
  }
}

/** A table of positions [rows, hidden], or null when it was left out. */
const float* positions_of(const Call& call, int number, int64_t hidden) {
  if (call.input(number, {-1, -1}).size() == 0) return nullptr;
  return call.input(number, {-1, hidden}).floats();
}

PositionTables tables_of(const Call& call, int number, const Parts& parts, Sentences& sentences) {
  const float* const keys = positions_of(call, number, parts.hidden);
  const float* const queries = positions_of(call, number + 1, parts.hidden);
  require(keys || queries, "there are no positions");
  require(!sentences.rotary.angles, "rotary positions do not go with relative ones");
  const int64_t rows = matrix(call, keys ? number : number + 1).first, longest = longest_of(sentences);
  if (queries) call.input(number + 1, {rows, parts.hidden});
  sentences.scale = 1 / std::sqrt((float)(sentences.size * (1 + (keys != nullptr) + (queries != nullptr))));
  return {keys, queries, rows, indices_of(call, number + 2, std::max<int64_t>(0, 2 * longest - 1), rows), longest};
}

void compute_disentangled_attention(Call& call) {
  const Parts parts = parts_of(call, 0);
  Sentences sentences = self_sentences(call, 1, parts);
  const PositionTables tables = tables_of(call, 2, parts, sentences);
  float* const y = call.output(0, {parts.rows, parts.hidden});
  float* const log_sums = call.output(1, {parts.rows, sentences.heads});
  if (parts.rows) disentangled_attention(parts.q, parts.k, parts.v, sentences, tables, y, log_sums);
}

void compute_disentangled_attention_gradient(Call& call) {
  auto [parts, sentences, dy, y, log_sums, dq, dk, dv] = backward_of(call);
  const PositionTables tables = tables_of(call, 5, parts, sentences);
  float* const dkeys = call.output(1, {tables.keys ? tables.rows : 0, parts.hidden});
  float* const dqueries = call.output(2, {tables.queries ? tables.rows : 0, parts.hidden});
  if (parts.rows) {
    disentangled_attention_gradient(dy, parts.q, parts.k, parts.v, y, log_sums, sentences, tables, dq, dk, dv, dkeys,
                                    dqueries);
    return;
  }
  if (tables.keys) std::memset(dkeys, 0, 4 * tables.rows * parts.hidden);
  if (tables.queries) std::memset(dqueries, 0, 4 * tables.rows * parts.hidden);
}

/** q [queries, hidden], k and v [keys, 2 · hidden] of a call, and what its attributes say. */
struct CrossParts {
  int64_t queries, keys, hidden;
  Vectors q, k, v;
  Sentences sentences;
};

CrossParts cross_parts_of(const Call& call, int number, int starts) {
  const auto [queries, hidden] = matrix(call, number);
  const int64_t keys = matrix(call, number + 1).first;
  const float* const q = call.input(number).floats();
  const float* const kv = call.input(number + 1, {keys, 2 * hidden}).floats();
  Sentences sentences = sentences_of(call, starts, starts + 1, queries, keys, hidden, false);
  const double scale = call.attribute(1);
  require(scale >= 0 && std::isfinite(scale), "the scale is no number above 0");
  if (scale > 0) sentences.scale = (float)scale;
  return {queries, keys, hidden, {q, hidden}, {kv, 2 * hidden}, {kv + hidden, 2 * hidden}, sentences};
}

void compute_cross_attention(Call& call) {
  const CrossParts parts = cross_parts_of(call, 0, 2);
  float* const y = call.output(0, {parts.queries, parts.hidden});
  float* const log_sums = call.output(1, {parts.queries, parts.sentences.heads});
  attention(parts.q, parts.k, parts.v, parts.sentences, y, log_sums);
}

/** The bias of offsets between a query and a key of another text, both counted from the beginning of their own. */
BiasTable cross_bias_of(const Call& call, int number, const Sentences& sentences) {
  const int64_t buckets = matrix(call, number).first;
  int64_t longest = longest_of(sentences);
  for (int64_t s = 0; s < sentences.count; s++) {
    longest = std::max<int64_t>(longest, sentences.query_starts[s + 1] - sentences.query_starts[s]);
  }
  const float* const table = call.input(number, {buckets, sentences.heads}).floats();
  return {table, buckets, indices_of(call, number + 1, std::max<int64_t>(0, 2 * longest - 1), buckets), longest};
}

void compute_biased_cross_attention(Call& call) {
  const CrossParts parts = cross_parts_of(call, 0, 2);
  const BiasTable bias = cross_bias_of(call, 4, parts.sentences);
  float* const y = call.output(0, {parts.queries, parts.hidden});
  float* const log_sums = call.output(1, {parts.queries, parts.sentences.heads});
  if (parts.queries) biased_attention(parts.q, parts.k, parts.v, parts.sentences, bias, y, log_sums);
}

/** What backward of cross attention gets: dy, q, kv, y, log sums, starts; and the gradients' memory. */
struct CrossBackward {
  CrossParts parts;
  const float *dy, *y, *log_sums;
  Gradients dq, dk, dv;
};

CrossBackward cross_backward_of(Call& call) {
  const auto [queries, hidden] = matrix(call, 0);
  call.input(1, {queries, hidden});
  const CrossParts parts = cross_parts_of(call, 1, 5);
  const float* const y = call.input(3, {queries, hidden}).floats();
  const float* const log_sums = call.input(4, {queries, parts.sentences.heads}).floats();
  float* const dq = call.output(0, {queries, hidden});
  float* const dkv = call.output(1, {parts.keys, 2 * hidden});
  return {parts,        call.input(0).floats(), y,
          log_sums,     {dq, hidden},           {dkv, 2 * hidden},
          {dkv + hidden, 2 * hidden}};
}

void compute_cross_attention_gradient(Call& call) {
  const auto [parts, dy, y, log_sums, dq, dk, dv] = cross_backward_of(call);
  attention_gradient(dy, parts.q, parts.k, parts.v, y, log_sums, parts.sentences, dq, dk, dv);
}

void compute_biased_cross_attention_gradient(Call& call) {
  const auto [parts, dy, y, log_sums, dq, dk, dv] = cross_backward_of(call);
  const BiasTable bias = cross_bias_of(call, 7, parts.sentences);
  float* const dtable = call.output(2, {bias.buckets, parts.sentences.heads});
  if (parts.queries) {
    biased_attention_gradient(dy, parts.q, parts.k, parts.v, y, log_sums, parts.sentences, bias, dq, dk, dv, dtable);
  } else {
    std::memset(dtable, 0, 4 * bias.buckets * parts.sentences.heads);
  }
}

const Operation OPERATIONS[] = {
    {"TlcSelfAttention",
     {"qkv: float", "starts: int32"},
     {"y: float", "log_sums: float"},
     SELF_ATTENTION,
     compute_self_attention},
    {"TlcSelfAttentionGradient",
     {"dy: float", "qkv: float", "y: float", "log_sums: float", "starts: int32"},
     {"dqkv: float"},
     SELF_ATTENTION,
     compute_self_attention_gradient},
    {"TlcBiasedAttention",
     {"qkv: float", "starts: int32", "table: float", "bucket_of: int32"},
     {"y: float", "log_sums: float"},
     SELF_ATTENTION,
     compute_biased_attention},
    {"TlcBiasedAttentionGradient",
     {"dy: float", "qkv: float", "y: float", "log_sums: float", "starts: int32", "table: float", "bucket_of: int32"},
     {"dqkv: float", "dtable: float"},
     SELF_ATTENTION,
     compute_biased_attention_gradient},
    {"TlcDisentangledAttention",
     {"qkv: float", "starts: int32", "keys: float", "queries: float", "row_of: int32"},
     {"y: float", "log_sums: float"},
     SELF_ATTENTION,
     compute_disentangled_attention},
    {"TlcDisentangledAttentionGradient",
     {"dy: float", "qkv: float", "y: float", "log_sums: float", "starts: int32", "keys: float", "queries: float",
      "row_of: int32"},
     {"dqkv: float", "dkeys: float", "dqueries: float"},
     SELF_ATTENTION,
     compute_disentangled_attention_gradient},
    {"TlcCrossAttention",
     {"q: float", "kv: float", "query_starts: int32", "key_starts: int32"},
     {"y: float", "log_sums: float"},
     CROSS_ATTENTION,
     compute_cross_attention},
    {"TlcCrossAttentionGradient",
     {"dy: float", "q: float", "kv: float", "y: float", "log_sums: float", "query_starts: int32", "key_starts: int32"},
     {"dq: float", "dkv: float"},
     CROSS_ATTENTION,
     compute_cross_attention_gradient},
    {"TlcBiasedCrossAttention",
     {"q: float", "kv: float", "query_starts: int32", "key_starts: int32", "table: float", "bucket_of: int32"},
     {"y: float", "log_sums: float"},
     CROSS_ATTENTION,
     compute_biased_cross_attention},
    {"TlcBiasedCrossAttentionGradient",
     {"dy: float", "q: float", "kv: float", "y: float", "log_sums: float", "query_starts: int32", "key_starts: int32",
      "table: float", "bucket_of: int32"},
     {"dq: float", "dkv: float", "dtable: float"},
     CROSS_ATTENTION,
     compute_biased_cross_attention_gradient},
};
const Operations added(OPERATIONS);

}  // namespace
}  // namespace tlc
