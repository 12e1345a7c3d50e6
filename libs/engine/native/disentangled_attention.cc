// Rows of a table are laid out by offset, so that one product of a block's queries gives what all its pairs need, each
// row shifted by one against the next:
//
//     query 0   · · a b c d        Of the block's offsets, from the last query's and first key's on,
//     query 1   · a b c d ·        the four columns a to d of each query
//     query 2   a b c d · ·        are those of its four keys.
#include "disentangled_attention.h"

#include "elements.h"
#include "positions.h"
#include "scratch_slots.h"
#include "transpose.h"

namespace tlc {
namespace {

/** A block's offsets, the columns before them in their first panel, and a vector's room at the end of a row. */
constexpr int64_t SHIFTED_STRIDE = DEPTH + 2 * TILE_COLUMNS + 16;
constexpr int64_t SHIFTED_ROWS = most(QUERIES, KEYS_WITH_POSITIONS);
static_assert(QUERIES + KEYS_WITH_POSITIONS <= DEPTH && SHIFTED_ROWS <= BLOCK_ROWS);

/**
 * Calls `each(square, i, j)` for squares of a block [queries, keys] from (i, j), turned round: `load` gives the vector of
 * a key's row from query i on, or of a query's row from key j on.
 */
template <class Load, class Each>
TLC_INLINE void over_squares(int64_t rows, int64_t columns, Load load_row, Each each) {
  for (int64_t i = 0; i < rows; i += LANES) {
    for (int64_t j = 0; j < columns; j += LANES) {
      Floats square[LANES];
#pragma GCC unroll 16
      for (int r = 0; r < LANES; r++) square[r] = i + r < rows ? load_row(i + r, j) : Floats{};
      transpose(square);
      each(square, i, j);
    }
  }
}

/** scores [queries, keys] += each query's columns of `shifted`, where query i's begin `queries − 1 − i` after the first. */
TLC_ONCE void add_of_queries(const float* shifted, int64_t queries, int64_t keys, float* scores) {
  for (int64_t i = 0; i < queries; i++) {
    const float* const own = shifted + i * SHIFTED_STRIDE + queries - 1 - i;
    float* const line = scores + i * A_STRIDE;
    over(keys, [&](int64_t j, auto width) { store(line + j, load(line + j, width) + load(own + j, width), width); });
  }
}

/** The same of keys, turned round. Beyond the last key, scores have room. */
TLC_ONCE void add_of_keys(const float* shifted, int64_t queries, int64_t keys, float* scores) {
  over_squares(
      keys, queries, [&](int64_t j, int64_t i) { return load(shifted + j * SHIFTED_STRIDE + keys - 1 - j + i); },
      [&](const Floats* square, int64_t j, int64_t i) {
        for (int r = 0; r < LANES && i + r < queries; r++) {
          float* const to = scores + (i + r) * A_STRIDE + j;
          store(to, load(to) + square[r]);
        }
      });
}

/** The opposite of `add_of_queries`: rows of `width` offsets at a stride of A_STRIDE, 0 beside their columns. */
TLC_ONCE void shift_queries(const float* d, int64_t queries, int64_t keys, int64_t width, float* shifted) {
  for (int64_t i = 0; i < queries; i++) {
    float* const own = shifted + i * A_STRIDE;
    std::memset(own, 0, 4 * width);
    std::memcpy(own + queries - 1 - i, d + i * A_STRIDE, 4 * keys);
  }
}

TLC_ONCE void shift_keys(const float* d, int64_t queries, int64_t keys, int64_t width, float* shifted) {
  for (int64_t j = 0; j < keys; j++) std::memset(shifted + j * A_STRIDE, 0, 4 * width);
  over_squares(
      queries, keys, [&](int64_t i, int64_t j) { return load(d + i * A_STRIDE + j); },
      [&](const Floats* square, int64_t i, int64_t j) {
        for (int r = 0; r < LANES && j + r < keys; r++) {
          float* const to = shifted + (j + r) * A_STRIDE + keys - 1 - (j + r) + i;
          if (i + LANES <= queries) store(to, square[r]);
          else store(to, square[r], Part{(int)(queries - i)});
        }
      });
}

class RelativePositions final : public Positions {
 public:
  /** @param backward whether gradients will be asked for */
  RelativePositions(const PositionTables& tables, const Sentences& sentences, bool backward);

  void add(const ScoreBlock& block, float* scores) const override;
  int64_t groups(int64_t sentences) const override { return least(GROUPS, sentences); }
  void begin(int64_t group, int64_t head) const override;
  void gradient(const ScoreBlock& block, const float* d, Gradients dq, Gradients dk) const override;
  void end(int64_t group, int64_t head) const override;
  /** The gradients of the tables, after the backward pass of attention. */
  void sum(float* dkeys, float* dqueries) const;

 private:
  static constexpr int64_t GROUPS = 4;

  /** A table by offset: of keys, by the key less the query; of queries, by the query less the key. */
  struct ByOffset {
    const float* table;
    /** of each head as B of a product with content [size, offsets], and with gradients of scores [offsets, size] */
    float *crosswise = nullptr, *lengthwise = nullptr;
    /** [groups, rows, heads · size] */
    float* partial = nullptr;
  };

  int64_t offsets() const { return 2 * tables_.longest - 1; }
  int64_t crosswise_size() const { return packed_size(size_, offsets()); }
  int64_t lengthwise_size() const { return panels_of(size_) * offsets() * TILE_COLUMNS; }
  int64_t row_at(bool of_keys, int64_t offset) const {
    return tables_.row_of[of_keys ? offsets() - 1 - offset : offset];
  }
  float* block_memory() const;
  float* sums(bool of_keys) const;
  const float* products(const ByOffset& own, int64_t head, Vectors content, int64_t rows, int64_t first, int64_t width,
                        float* to) const;
  void add_gradient(const ByOffset& own, int64_t head, Vectors content, int64_t rows, int64_t first, int64_t width,
                    const float* shifted, Gradients d) const;

  const PositionTables tables_;
  const int64_t count_, heads_, size_;
  ByOffset keys_, queries_;
};

RelativePositions::RelativePositions(const PositionTables& tables, const Sentences& sentences, bool backward)
    : tables_(tables),
      count_(sentences.count),
      heads_(sentences.heads),
      size_(sentences.size),
      keys_{tables.keys},
      queries_{tables.queries} {
  keys_.crosswise = scratch(PACKED_1, heads_ * crosswise_size());
  queries_.crosswise = scratch(PACKED_2, heads_ * crosswise_size());
  if (backward) {
    const int64_t sums = groups(count_) * tables.rows * heads_ * size_;
    keys_.lengthwise = scratch(BLOCK_1, heads_ * lengthwise_size());
    queries_.lengthwise = scratch(BLOCK_2, heads_ * lengthwise_size());
    keys_.partial = scratch(PARTIAL_SUMS, 2 * sums);
    queries_.partial = keys_.partial + sums;
  }
  in_parallel(2 * heads_, [&](int64_t task) {
    const bool of_keys = task % 2 == 0;
    const int64_t head = task / 2;
    const ByOffset& own = of_keys ? keys_ : queries_;
    if (!own.table) return;
    float* const by_offset = scratch(TASK_1, offsets() * size_);
    for (int64_t o = 0; o < offsets(); o++) {
      std::memcpy(by_offset + o * size_, own.table + (row_at(of_keys, o) * heads_ + head) * size_, 4 * size_);
    }
    pack_crosswise(by_offset, size_, offsets(), size_, own.crosswise + head * crosswise_size());
    if (!own.lengthwise) return;
    pack_panels({by_offset, size_}, offsets(), size_, 0, panels_of(size_), own.lengthwise + head * lengthwise_size());
  });
}

/** Rows of shifted products or gradients, and behind them the sums of the gradients of both tables by offset. */
float* RelativePositions::block_memory() const {
  return scratch(TASK_6, SHIFTED_ROWS * SHIFTED_STRIDE + 2 * offsets() * size_);
}

float* RelativePositions::sums(bool of_keys) const {
  return block_memory() + SHIFTED_ROWS * SHIFTED_STRIDE + (of_keys ? 0 : offsets() * size_);
}

/** Products of some rows of content with `width` offsets from `first` on. @returns where the first one's are in `to` */
const float* RelativePositions::products(const ByOffset& own, int64_t head, Vectors content, int64_t rows,
                                         int64_t first, int64_t width, float* to) const {
  const int64_t panel = first / TILE_COLUMNS, lead = first % TILE_COLUMNS, panels = panels_of(lead + width);
  multiply({content.data, content.stride}, own.crosswise + head * crosswise_size() + panel * TILE_COLUMNS * size_, 0,
           rows, size_, panels * TILE_COLUMNS, 0, panels, {}, to, SHIFTED_STRIDE);
  return to + lead;
}

void RelativePositions::add(const ScoreBlock& block, float* scores) const {
  float* const shifted = block_memory();
  const int64_t width = block.queries + block.keys - 1, head = block.head.head;
  if (keys_.table) {
    const int64_t first = block.key - (block.query + block.queries - 1) + tables_.longest - 1;
    add_of_queries(products(keys_, head, block.q, block.queries, first, width, shifted), block.queries, block.keys,
                   scores);
  }
  if (queries_.table) {
    const int64_t first = block.query - (block.key + block.keys - 1) + tables_.longest - 1;
    add_of_keys(products(queries_, head, block.k, block.keys, first, width, shifted), block.queries, block.keys,
                scores);
  }
}

void RelativePositions::begin(int64_t, int64_t) const { std::memset(sums(true), 0, 4 * 2 * offsets() * size_); }

/** From the shifted gradient of scores: adds that of the content to d, and that of the table to the sums. */
void RelativePositions::add_gradient(const ByOffset& own, int64_t head, Vectors content, int64_t rows, int64_t first,
                                     int64_t width, const float* shifted, Gradients d) const {
  multiply_block(shifted, rows, own.lengthwise + head * lengthwise_size() + first * TILE_COLUMNS, offsets(), width,
                 size_, true, d.data, d.stride);
  multiply_transposed(shifted, A_STRIDE, content.data, content.stride, rows, 0, width, size_, 0, panels_of(size_), true,
                      sums(&own == &keys_) + first * size_, size_, nullptr);
}

void RelativePositions::gradient(const ScoreBlock& block, const float* d, Gradients dq, Gradients dk) const {
  float* const shifted = block_memory();
  const int64_t width = block.queries + block.keys - 1, head = block.head.head;
  if (keys_.table) {
    const int64_t first = block.key - (block.query + block.queries - 1) + tables_.longest - 1;
    shift_queries(d, block.queries, block.keys, width, shifted);
    add_gradient(keys_, head, block.q, block.queries, first, width, shifted, dq);
  }
  if (queries_.table) {
    const int64_t first = block.query - (block.key + block.keys - 1) + tables_.longest - 1;
    shift_keys(d, block.queries, block.keys, width, shifted);
    add_gradient(queries_, head, block.k, block.keys, first, width, shifted, dk);
  }
}

void RelativePositions::end(int64_t group, int64_t head) const {
  for (const ByOffset* own : {&keys_, &queries_}) {
    if (!own->table) continue;
    const bool of_keys = own == &keys_;
    const int64_t hidden = heads_ * size_;
    float* const partial = own->partial + group * tables_.rows * hidden + head * size_;
    for (int64_t row = 0; row < tables_.rows; row++) std::memset(partial + row * hidden, 0, 4 * size_);
    for (int64_t o = 0; o < offsets(); o++) {
      float* const to = partial + row_at(of_keys, o) * hidden;
      const float* const from = sums(of_keys) + o * size_;
      over(size_, [&](int64_t c, auto width) { store(to + c, load(to + c, width) + load(from + c, width), width); });
    }
  }
}

void RelativePositions::sum(float* dkeys, float* dqueries) const {
  const int64_t size = tables_.rows * heads_ * size_;
  for (const ByOffset* own : {&keys_, &queries_}) {
    float* const gradient = own == &keys_ ? dkeys : dqueries;
    if (!own->table) continue;
    over_elements(size, [&](int64_t i, auto width) {
      Floats total = {};
      for (int64_t group = 0; group < groups(count_); group++) total += load(own->partial + group * size + i, width);
      store(gradient + i, total, width);
    });
  }
}

}  // namespace

void disentangled_attention(Vectors q, Vectors k, Vectors v, const Sentences& sentences, const PositionTables& tables,
                            float* y, float* log_sums) {
  const RelativePositions positions(tables, sentences, false);
  attention(q, k, v, sentences, y, log_sums, &positions);
}

void disentangled_attention_gradient(const float* dy, Vectors q, Vectors k, Vectors v, const float* y,
                                     const float* log_sums, const Sentences& sentences, const PositionTables& tables,
                                     Gradients dq, Gradients dk, Gradients dv, float* dkeys, float* dqueries) {
  const RelativePositions positions(tables, sentences, true);
  attention_gradient(dy, q, k, v, y, log_sums, sentences, dq, dk, dv, &positions);
  positions.sum(dkeys, dqueries);
}

}  // namespace tlc
