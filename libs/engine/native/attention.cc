#include "attention.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "normal.h"
#include "positions.h"
#include "scratch_slots.h"
#include "threads.h"

namespace tlc {
namespace {

/**
 * Scores in cache at one time: queries by keys. Their rows lie as those of a packed block of A do, for the next
 * product.
 */
constexpr int64_t KEYS = DEPTH;
static_assert(QUERIES <= BLOCK_ROWS && KEYS % TILE_COLUMNS == 0 && KEYS_WITH_POSITIONS % TILE_COLUMNS == 0);

/** Fewer queries at one time where each sees few keys: less is computed that none of them sees. */
constexpr int64_t QUERIES_OF_WINDOW = 4 * TILE_ROWS;

Head head_of(const Sentences& all, int64_t s, int64_t head) {
  return {all.query_starts[s + 1] - all.query_starts[s], all.key_starts[s + 1] - all.key_starts[s], all.query_starts[s],
          all.key_starts[s], head};
}

std::vector<int32_t> costliest_first(const Sentences& all) {
  std::vector<int32_t> order(all.count);
  std::iota(order.begin(), order.end(), 0);
  const auto cost = [&](int32_t s) {
    const Head head = head_of(all, s, 0);
    return head.queries * head.keys;
  };
  std::stable_sort(order.begin(), order.end(), [&](int32_t a, int32_t b) { return cost(a) > cost(b); });
  return order;
}

/**
 * Calls `each(head)` for all heads of all sentences, the costliest first, so that threads end at about the same
 * time.
 */
template <class Each>
void over_heads(const Sentences& all, Each each) {
  const std::vector<int32_t> order = costliest_first(all);
  // Heads of a small sentence are no work to share one by one
  const int64_t group = all.count * all.heads >= 64 * threads() ? all.heads : 1;
  in_parallel(all.count * all.heads / group, [&](int64_t task) {
    for (int64_t i = task * group; i < (task + 1) * group; i++) each(head_of(all, order[i / all.heads], i % all.heads));
  });
}

/** The same a group of sentences at a time, one after another on one thread, between `begin` and `end`. */
template <class Each>
void over_groups(const Sentences& all, const Positions& positions, Each each) {
  const std::vector<int32_t> order = costliest_first(all);
  const int64_t groups = positions.groups(all.count);
  in_parallel(groups * all.heads, [&](int64_t task) {
    const int64_t group = task / all.heads, head = task % all.heads;
    positions.begin(group, head);
    for (int64_t i = group; i < all.count; i += groups) each(head_of(all, order[i], head));
    positions.end(group, head);
  });
}

/** k or v of a head as B of a product with scores, [KEYS, size] for each piece of KEYS. */
void pack_lengthwise(const float* vectors, int64_t stride, int64_t keys, int64_t size, float* packed) {
  for (int64_t key = 0; key < keys; key += KEYS) {
    const int64_t own = least(KEYS, keys - key);
    pack_panels({vectors + key * stride, stride}, own, size, 0, panels_of(size),
                packed + key * panels_of(size) * TILE_COLUMNS);
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
  const int64_t first = key / KEYS * KEYS;
  const float* const own = packed + first * panels_of(size) * TILE_COLUMNS + (key - first) * TILE_COLUMNS;
  multiply_block(scores, queries, own, least(KEYS, all_keys - first), keys, size, accumulate, y, stride);
}

struct Range {
  int64_t from, to;
};

/** Keys of a sentence that some of its queries see, from the beginning of a panel. */
Range keys_seen(const Sentences& all, const Head& head, int64_t query, int64_t queries) {
  const int64_t last = query + queries, to = all.causal ? last : head.keys;
  if (all.reach < 0) return {0, to};
  return {most(0, query - all.reach) / TILE_COLUMNS * TILE_COLUMNS, least(to, last + all.reach)};
}

/** Keys among the `keys` from `key` on that a query sees, counted from `key`; `from` is at most `to`. */
inline Range seen_by(const Sentences& all, int64_t query, int64_t key, int64_t keys) {
  const int64_t at = query - key;
  int64_t to = all.causal ? least(keys, at + 1) : keys;
  if (all.reach >= 0) to = least(to, at + all.reach + 1);
  to = most(0, to);
  return {all.reach < 0 ? 0 : least(to, most(0, at - all.reach)), to};
}

/** Keys from `key` on, before `to`, that are done at one time: none of two pieces that V is packed in. */
int64_t keys_at_once(int64_t key, int64_t to, bool with_positions) {
  const int64_t many = with_positions ? KEYS_WITH_POSITIONS : KEYS;
  return least(many - key % many, to - key);
}

/**
 * The vectors of queries or keys as they are multiplied: turned by their positions, in memory of the thread, where they
 * are. Queries and keys have theirs side by side.
 */
Vectors turn_keys(const Sentences& all, Vectors k, int64_t keys) {
  if (!all.rotary.angles) return k;
  float* const turned = scratch(TASK_7, (QUERIES + keys) * all.size) + QUERIES * all.size;
  rotate(k.data, k.stride, 0, keys, all.size, all.rotary, 1, turned, all.size);
  return {turned, all.size};
}

Vectors turn_queries(const Sentences& all, Vectors q, int64_t first, int64_t queries) {
  if (!all.rotary.angles) return q;
  float* const turned = scratch(TASK_7, 0);
  rotate(q.data, q.stride, first, queries, all.size, all.rotary, 1, turned, all.size);
  return {turned, all.size};
}

/** The gradient before turning from the one after it, in place. */
void turn_back(const Sentences& all, Gradients d, int64_t first, int64_t rows) {
  if (all.rotary.angles) rotate(d.data, d.stride, first, rows, all.size, all.rotary, -1, d.data, d.stride);
}

/** Queries at one time. */
int64_t queries_at_once(const Sentences& all) { return all.reach < 0 ? QUERIES : QUERIES_OF_WINDOW; }

/** Zeros where a row of scores is not seen. */
void clear_unseen(float* row, Range seen, int64_t keys) {
  for (int64_t j = 0; j < seen.from; j++) row[j] = 0;
  for (int64_t j = seen.to; j < keys; j++) row[j] = 0;
}

/** e^(scale · score − `most`) in place, 0 for what is not seen, and its sum. */
TLC_ONCE float exponentials(float* scores, Range seen, int64_t keys, float scale, float most) {
  Floats sum = {};
  float* const own = scores + seen.from;
  over(seen.to - seen.from, [&](int64_t j, auto width) {
    const Floats e = within(exponential(load(own + j, width) * scale - most), width);
    sum += e;
    store(own + j, e, width);
  });
  clear_unseen(scores, seen, keys);
  return total(sum);
}

TLC_ONCE float largest_of(const float* scores, int64_t seen) {
  Floats most = broadcast(-INFINITY);
  over(seen, [&](int64_t j, auto width) { most = larger(within(load(scores + j, width), width, scores[0]), most); });
  return largest(most);
}

TLC_ONCE void scale_row(float* row, int64_t size, float factor) {
  over(size, [&](int64_t j, auto width) { store(row + j, load(row + j, width) * factor, width); });
}

/**
 * dS = P (dP − `inner`) · scale in `d`, which comes as dP, and P = e^(scale · score − log sum) in `scores`; 0 for what
 * is not seen.
 */
TLC_ONCE void softmax_gradient(float* scores, float* d, Range seen, int64_t keys, float scale, float log_sum,
                               float inner) {
  over(seen.to - seen.from, [&](int64_t j, auto width) {
    const int64_t at = seen.from + j;
    const Floats p = exponential(load(scores + at, width) * scale - log_sum);
    store(scores + at, p, width);
    store(d + at, p * (load(d + at, width) - inner) * scale, width);
  });
  clear_unseen(scores, seen, keys);
  clear_unseen(d, seen, keys);
}

TLC_ONCE float inner_product(const float* a, const float* b, int64_t size) {
  Floats sum = {};
  over(size, [&](int64_t j, auto width) { sum = load(a + j, width) * load(b + j, width) + sum; });
  return total(sum);
}

}  // namespace

void pack_crosswise(const float* vectors, int64_t stride, int64_t keys, int64_t size, float* packed) {
  pack_panels({vectors, stride, true}, size, keys, 0, panels_of(keys), packed);
}

void attention(Vectors q, Vectors k, Vectors v, const Sentences& all, float* y, float* log_sums,
               const Positions* positions) {
  const int64_t size = all.size, stride = all.heads * size;
  over_heads(all, [&](const Head& head) {
    const int64_t offset = head.head * size;
    float* const packed_k = scratch(TASK_1, packed_size(size, head.keys));
    float* const packed_v = scratch(TASK_2, head.keys * panels_of(size) * TILE_COLUMNS);
    float* const scores = scratch(TASK_3, QUERIES * A_STRIDE);
    const Vectors keys_of = turn_keys(all, {k.data + head.first_key * k.stride + offset, k.stride}, head.keys);
    pack_crosswise(keys_of.data, keys_of.stride, head.keys, size, packed_k);
    pack_lengthwise(v.data + head.first_key * v.stride + offset, v.stride, head.keys, size, packed_v);
    for (int64_t query = 0; query < head.queries; query += queries_at_once(all)) {
      const int64_t queries = least(queries_at_once(all), head.queries - query), row = head.first_query + query;
      const Range visible = keys_seen(all, head, query, queries);
      const Vectors own_q = turn_queries(all, {q.data + row * q.stride + offset, q.stride}, query, queries);
      float* const own = y + row * stride + offset;
      float most_so_far[QUERIES], sum_so_far[QUERIES];
      for (int64_t i = 0; i < queries; i++) most_so_far[i] = -INFINITY, sum_so_far[i] = 0;
      int64_t keys;
      for (int64_t key = visible.from; key < visible.to; key += keys) {
        keys = keys_at_once(key, visible.to, positions);
        scores_of(own_q.data, own_q.stride, queries, packed_k, size, key, keys, scores);
        if (positions) {
          positions->add(
              {head, query, queries, key, keys, own_q, {keys_of.data + key * keys_of.stride, keys_of.stride}}, scores);
        }
        const bool first = key == visible.from;
        for (int64_t i = 0; i < queries; i++) {
          float* const line = scores + i * A_STRIDE;
          const Range seen = seen_by(all, query + i, key, keys);
          if (seen.from == seen.to) {
            clear_unseen(line, {0, 0}, keys);
            continue;
          }
          const float before = most_so_far[i];
          const float now = std::max(before, largest_of(line + seen.from, seen.to - seen.from) * all.scale);
          const float sum = exponentials(line, seen, keys, all.scale, now);
          if (!first && now > before) scale_row(own + i * stride, size, std::exp(before - now));
          sum_so_far[i] = sum_so_far[i] * std::exp(before - now) + sum;
          most_so_far[i] = now;
        }
        weighted_sum(scores, queries, packed_v, head.keys, key, keys, size, !first, own, stride);
      }
      for (int64_t i = 0; i < queries; i++) {
        scale_row(own + i * stride, size, 1 / sum_so_far[i]);
        log_sums[(row + i) * all.heads + head.head] = most_so_far[i] + std::log(sum_so_far[i]);
      }
    }
  });
}

void attention_gradient(const float* dy, Vectors q, Vectors k, Vectors v, const float* y, const float* log_sums,
                        const Sentences& all, Gradients dq, Gradients dk, Gradients dv, const Positions* positions) {
  const int64_t size = all.size, stride = all.heads * size;
  const auto each = [&](const Head& head) {
    const int64_t offset = head.head * size;
    float* const packed_k = scratch(TASK_1, packed_size(size, head.keys));
    float* const packed_v = scratch(TASK_2, packed_size(size, head.keys));
    float* const long_k = scratch(TASK_3, head.keys * panels_of(size) * TILE_COLUMNS);
    float* const scores = scratch(TASK_4, QUERIES * A_STRIDE);
    float* const d = scratch(TASK_5, QUERIES * A_STRIDE);
    const Vectors keys_of = turn_keys(all, {k.data + head.first_key * k.stride + offset, k.stride}, head.keys);
    pack_crosswise(keys_of.data, keys_of.stride, head.keys, size, packed_k);
    pack_crosswise(v.data + head.first_key * v.stride + offset, v.stride, head.keys, size, packed_v);
    pack_lengthwise(keys_of.data, keys_of.stride, head.keys, size, long_k);
    float* const own_dk = dk.data + head.first_key * dk.stride + offset;
    float* const own_dv = dv.data + head.first_key * dv.stride + offset;
    for (int64_t j = 0; j < head.keys; j++) {
      std::memset(own_dk + j * dk.stride, 0, 4 * size);
      std::memset(own_dv + j * dv.stride, 0, 4 * size);
    }
    for (int64_t query = 0; query < head.queries; query += queries_at_once(all)) {
      const int64_t queries = least(queries_at_once(all), head.queries - query), row = head.first_query + query;
      const Range visible = keys_seen(all, head, query, queries);
      const Vectors own_q = turn_queries(all, {q.data + row * q.stride + offset, q.stride}, query, queries);
      const float* const own_dy = dy + row * stride + offset;
      float* const own_dq = dq.data + row * dq.stride + offset;
      float inner[QUERIES];
      for (int64_t i = 0; i < queries; i++) {
        inner[i] = inner_product(own_dy + i * stride, y + (row + i) * stride + offset, size);
      }
      int64_t keys;
      for (int64_t key = visible.from; key < visible.to; key += keys) {
        keys = keys_at_once(key, visible.to, positions);
        const ScoreBlock piece{
            head, query, queries, key, keys, own_q, {keys_of.data + key * keys_of.stride, keys_of.stride}};
        scores_of(own_q.data, own_q.stride, queries, packed_k, size, key, keys, scores);
        if (positions) positions->add(piece, scores);
        scores_of(own_dy, stride, queries, packed_v, size, key, keys, d);
        for (int64_t i = 0; i < queries; i++) {
          softmax_gradient(scores + i * A_STRIDE, d + i * A_STRIDE, seen_by(all, query + i, key, keys), keys, all.scale,
                           log_sums[(row + i) * all.heads + head.head], inner[i]);
        }
        weighted_sum(d, queries, long_k, head.keys, key, keys, size, key > visible.from, own_dq, dq.stride);
        multiply_transposed(d, A_STRIDE, own_q.data, own_q.stride, queries, 0, keys, size, 0, panels_of(size), true,
                            own_dk + key * dk.stride, dk.stride, nullptr);
        multiply_transposed(scores, A_STRIDE, own_dy, stride, queries, 0, keys, size, 0, panels_of(size), true,
                            own_dv + key * dv.stride, dv.stride, nullptr);
        if (positions) positions->gradient(piece, d, {own_dq, dq.stride}, {own_dk + key * dk.stride, dk.stride});
      }
      turn_back(all, {own_dq, dq.stride}, query, queries);
    }
    turn_back(all, {own_dk, dk.stride}, 0, head.keys);
  };
  if (positions) over_groups(all, *positions, each);
  else over_heads(all, each);
}

}  // namespace tlc
