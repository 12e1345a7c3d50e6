// Keys and queries of relative positions, as DeBERTa's scores have them: He et al., 2021, arXiv 2006.03654, section 3.1,
// equation 4. What they add to the product of query i and key j is q_i · keys[δ(i − j)] + k_j · queries[δ(i − j)].
//
// Rows of a table are laid out by offset, so that one product of a block's queries gives what all its pairs need, each
// row shifted by one against the next:
//
//     query 0   · · a b c d        of block's offsets, from the last query's and first key's on,
//     query 1   · a b c d ·        the four columns a to d of each query
//     query 2   a b c d · ·        are those of its four keys
#pragma once

#include "attention.h"

namespace tlc {

/** One of the two tables, [rows, heads · size]. */
struct PositionTable {
  /** null for none */
  const float* data;
  /** its gradient, which `sum` fills; null where there is no backward */
  float* gradient;
};

class RelativePositions final : public Positions {
 public:
  /**
   * @param row_of [2 · longest − 1]: δ by the query less the key, from −(longest − 1) on
   * @param rows of each table
   * @param backward whether gradients will be asked for
   */
  RelativePositions(PositionTable keys, PositionTable queries, const int32_t* row_of, int64_t rows, int64_t longest,
                    const Sentences& sentences, bool backward);

  void add(const ScoreBlock& block, float* scores) const override;
  int64_t groups(int64_t sentences) const override { return least(GROUPS, sentences); }
  void begin(int64_t group, int64_t head) const override;
  void gradient(const ScoreBlock& block, const float* d, Gradients dq, Gradients dk) const override;
  void end(int64_t group, int64_t head) const override;
  /** The gradients of the tables, after the backward pass of attention. */
  void sum() const;

 private:
  static constexpr int64_t GROUPS = 4;

  /** A table by offset: of keys, by the key less the query; of queries, by the query less the key. */
  struct ByOffset {
    PositionTable table;
    /** of each head as B of a product with content [size, offsets], and with gradients of scores [offsets, size] */
    float *crosswise = nullptr, *lengthwise = nullptr;
    /** [groups, rows, heads · size] */
    float* partial = nullptr;
  };

  int64_t offsets() const { return 2 * longest_ - 1; }
  int64_t crosswise_size() const { return packed_size(size_, offsets()); }
  int64_t lengthwise_size() const { return panels_of(size_) * offsets() * TILE_COLUMNS; }
  int64_t row_at(bool of_keys, int64_t offset) const { return row_of_[of_keys ? offsets() - 1 - offset : offset]; }
  float* block_memory() const;
  float* sums(bool of_keys) const;
  const float* products(const ByOffset& own, int64_t head, Vectors content, int64_t rows, int64_t first, int64_t width,
                        float* to) const;
  void add_gradient(const ByOffset& own, int64_t head, Vectors content, int64_t rows, int64_t first, int64_t width,
                    const float* shifted, Gradients d) const;

  const int32_t* const row_of_;
  const int64_t rows_, longest_, count_, heads_, size_;
  ByOffset keys_, queries_;
};

}  // namespace tlc
