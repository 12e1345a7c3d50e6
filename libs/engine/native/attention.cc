#include "attention.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "normal.h"
#include "scratch_slots.h"
#include "threads.h"

namespace tlc {
namespace {

/**
 * Scores in cache at one time: queries by keys. Their rows lie as those of a packed block of A do, for the next
 * product.
 */
constexpr int64_t QUERIES = 8 * TILE_ROWS;
constexpr int64_t KEYS = DEPTH;
static_assert(QUERIES <= BLOCK_ROWS && KEYS % TILE_COLUMNS == 0);

/** One head of one sentence. */
struct Head {
  int64_t queries, keys, first_query, first_key, head;
};

/**
 * Calls `each(head)` for all heads of all sentences, the costliest first, so that threads end at about the same
 * time.
 */
template <class Each>
void over_heads(const Sentences& all, Each each) {
  const auto queries = [&](int64_t s) -> int64_t { return all.query_starts[s + 1] - all.query_starts[s]; };
  const auto keys = [&](int64_t s) -> int64_t { return all.key_starts[s + 1] - all.key_starts[s]; };
  std::vector<int32_t> order(all.count);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int32_t a, int32_t b) { return queries(a) * keys(a) > queries(b) * keys(b); });
  // Heads of a small sentence are no work to share one by one
  const int64_t group = all.count * all.heads >= 64 * threads() ? all.heads : 1;
  in_parallel(all.count * all.heads / group, [&](int64_t task) {
    for (int64_t i = task * group; i < (task + 1) * group; i++) {
      const int64_t s = order[i / all.heads];
      each(Head{queries(s), keys(s), all.query_starts[s], all.key_starts[s], i % all.heads});
    }
  });
}

/** k or v of a head as B of a product with q or dy, [size, keys]; piece by piece of KEYS, with KEYS x size between. */
void pack_crosswise(const float* vectors, int64_t stride, int64_t keys, int64_t size, float* packed) {
  pack_panels({vectors, stride, true}, size, keys, 0, panels_of(keys), packed);
}

/** k or v of a head as B of a product with scores, [KEYS, size] for each piece of KEYS. */
void pack_lengthwise(const float* vectors, int64_t stride, int64_t keys, int64_t size, float* packed) {
  for (int64_t key = 0; key < keys; key += KEYS) {
    const int64_t own = least(KEYS, keys - key);
    pack_panels({vectors + key * stride, stride}, own, size, 0, panels_of(size), packed + key * panels_of(size) * TILE_COLUMNS);
  }
}

/**
 * Scores of queries by the keys `key` to `key + keys − 1`, not yet divided by √size: `to` has a stride of A_STRIDE,
 * and room for 0 in the rest of
 * the last panel.
 */
void scores_of(const float* vectors, int64_t stride, int64_t queries, const float* packed, int64_t size, int64_t key,
               int64_t keys, float* to) {
  multiply({vectors, stride}, packed + key * size, 0, queries, size, panels_of(keys) * TILE_COLUMNS, 0, panels_of(keys),
           {}, to, A_STRIDE);
}

/** y += or = scores V, for scores at a stride of A_STRIDE and a V of `all_keys` packed lengthwise. */
void weighted_sum(const float* scores, int64_t queries, const float* packed, int64_t all_keys, int64_t key,
                  int64_t keys, int64_t size, bool accumulate, float* y, int64_t stride) {
  multiply_block(scores, queries, packed + key * panels_of(size) * TILE_COLUMNS, least(KEYS, all_keys - key), keys,
                 size, accumulate, y, stride);
}

/** Keys among `keys` that come not after the query, counted from the same key. */
inline int64_t seen_by(int64_t query, int64_t keys, bool causal) {
  return causal ? most(0, least(keys, query + 1)) : keys;
}

/** e^(scale · score − `most`) in place, 0 beyond `seen`, and its sum. */
TLC_ONCE float exponentials(float* scores, int64_t seen, int64_t keys, float scale, float most) {
  Floats sum = {};
  over(seen, [&](int64_t j, auto width) {
    const Floats e = within(exponential(load(scores + j, width) * scale - most), width);
    sum += e;
    store(scores + j, e, width);
  });
  for (int64_t j = seen; j < keys; j++) scores[j] = 0;
  return total(sum);
}

TLC_ONCE float largest_of(const float* scores, int64_t seen) {
  Floats most = broadcast(-INFINITY);
  over(seen, [&](int64_t j, auto width) {
    most = larger(within(load(scores + j, width), width, scores[0]), most);
  });
  return largest(most);
}

TLC_ONCE void scale_row(float* row, int64_t size, float factor) {
  over(size, [&](int64_t j, auto width) { store(row + j, load(row + j, width) * factor, width); });
}

/**
 * dS = P (dP − `inner`) / √size in `d`, which comes as dP, and P = e^(scale · score − log sum) in `scores`; 0
 * beyond `seen`.
 */
TLC_ONCE void softmax_gradient(float* scores, float* d, int64_t seen, int64_t keys, float scale, float log_sum,
                               float inner) {
  over(seen, [&](int64_t j, auto width) {
    const Floats p = exponential(load(scores + j, width) * scale - log_sum);
    store(scores + j, p, width);
    store(d + j, p * (load(d + j, width) - inner) * scale, width);
  });
  for (int64_t j = seen; j < keys; j++) scores[j] = d[j] = 0;
}

TLC_ONCE float inner_product(const float* a, const float* b, int64_t size) {
  Floats sum = {};
  over(size, [&](int64_t j, auto width) { sum = load(a + j, width) * load(b + j, width) + sum; });
  return total(sum);
}

}  // namespace

void attention(Vectors q, Vectors k, Vectors v, const Sentences& all, float* y, float* log_sums) {
  const int64_t size = all.size, stride = all.heads * size;
  const float scale = 1 / std::sqrt((float)size);
  over_heads(all, [&](const Head& head) {
    const int64_t offset = head.head * size;
    float* const packed_k = scratch(TASK_1, packed_size(size, head.keys));
    float* const packed_v = scratch(TASK_2, head.keys * panels_of(size) * TILE_COLUMNS);
    float* const scores = scratch(TASK_3, QUERIES * A_STRIDE);
    pack_crosswise(k.data + head.first_key * k.stride + offset, k.stride, head.keys, size, packed_k);
    pack_lengthwise(v.data + head.first_key * v.stride + offset, v.stride, head.keys, size, packed_v);
    for (int64_t query = 0; query < head.queries; query += QUERIES) {
      const int64_t queries = least(QUERIES, head.queries - query), row = head.first_query + query;
      const int64_t visible = all.causal ? query + queries : head.keys;
      float* const own = y + row * stride + offset;
      float most_so_far[QUERIES], sum_so_far[QUERIES];
      for (int64_t key = 0; key < visible; key += KEYS) {
        const int64_t keys = least(KEYS, visible - key);
        scores_of(q.data + row * q.stride + offset, q.stride, queries, packed_k, size, key, keys, scores);
        for (int64_t i = 0; i < queries; i++) {
          float* const line = scores + i * A_STRIDE;
          const int64_t seen = seen_by(query + i - key, keys, all.causal);
          // A query that sees none of these keys has seen some before: each sees the first
          const float before = key ? most_so_far[i] : -INFINITY;
          const float now = std::max(before, seen ? largest_of(line, seen) * scale : before);
          const float sum = exponentials(line, seen, keys, scale, now);
          if (key && now > before) scale_row(own + i * stride, size, std::exp(before - now));
          sum_so_far[i] = key ? sum_so_far[i] * std::exp(before - now) + sum : sum;
          most_so_far[i] = now;
        }
        weighted_sum(scores, queries, packed_v, head.keys, key, keys, size, key > 0, own, stride);
      }
      for (int64_t i = 0; i < queries; i++) {
        scale_row(own + i * stride, size, 1 / sum_so_far[i]);
        log_sums[(row + i) * all.heads + head.head] = most_so_far[i] + std::log(sum_so_far[i]);
      }
    }
  });
}

void attention_gradient(const float* dy, Vectors q, Vectors k, Vectors v, const float* y, const float* log_sums,
                        const Sentences& all, Gradients dq, Gradients dk, Gradients dv) {
  const int64_t size = all.size, stride = all.heads * size;
  const float scale = 1 / std::sqrt((float)size);
  over_heads(all, [&](const Head& head) {
    const int64_t offset = head.head * size;
    float* const packed_k = scratch(TASK_1, packed_size(size, head.keys));
    float* const packed_v = scratch(TASK_2, packed_size(size, head.keys));
    float* const long_k = scratch(TASK_3, head.keys * panels_of(size) * TILE_COLUMNS);
    float* const scores = scratch(TASK_4, QUERIES * A_STRIDE);
    float* const d = scratch(TASK_5, QUERIES * A_STRIDE);
    const float* const own_k = k.data + head.first_key * k.stride + offset;
    pack_crosswise(own_k, k.stride, head.keys, size, packed_k);
    pack_crosswise(v.data + head.first_key * v.stride + offset, v.stride, head.keys, size, packed_v);
    pack_lengthwise(own_k, k.stride, head.keys, size, long_k);
    float* const own_dk = dk.data + head.first_key * dk.stride + offset;
    float* const own_dv = dv.data + head.first_key * dv.stride + offset;
    for (int64_t j = 0; j < head.keys; j++) {
      std::memset(own_dk + j * dk.stride, 0, 4 * size);
      std::memset(own_dv + j * dv.stride, 0, 4 * size);
    }
    for (int64_t query = 0; query < head.queries; query += QUERIES) {
      const int64_t queries = least(QUERIES, head.queries - query), row = head.first_query + query;
      const int64_t visible = all.causal ? query + queries : head.keys;
      const float* const own_q = q.data + row * q.stride + offset;
      const float* const own_dy = dy + row * stride + offset;
      float inner[QUERIES];
      for (int64_t i = 0; i < queries; i++) {
        inner[i] = inner_product(own_dy + i * stride, y + (row + i) * stride + offset, size);
      }
      for (int64_t key = 0; key < visible; key += KEYS) {
        const int64_t keys = least(KEYS, visible - key);
        scores_of(own_q, q.stride, queries, packed_k, size, key, keys, scores);
        scores_of(own_dy, stride, queries, packed_v, size, key, keys, d);
        for (int64_t i = 0; i < queries; i++) {
          softmax_gradient(scores + i * A_STRIDE, d + i * A_STRIDE, seen_by(query + i - key, keys, all.causal), keys,
                           scale, log_sums[(row + i) * all.heads + head.head], inner[i]);
        }
        weighted_sum(d, queries, long_k, head.keys, key, keys, size, key > 0, dq.data + row * dq.stride + offset,
                     dq.stride);
        multiply_transposed(d, A_STRIDE, own_q, q.stride, queries, 0, keys, size, 0, panels_of(size), true,
                            own_dk + key * dk.stride, dk.stride, nullptr);
        multiply_transposed(scores, A_STRIDE, own_dy, stride, queries, 0, keys, size, 0, panels_of(size), true,
                            own_dv + key * dv.stride, dv.stride, nullptr);
      }
    }
  });
}

}  // namespace tlc
