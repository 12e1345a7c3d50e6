#include "relative_bias.h"

#include "positions.h"
#include "scratch_slots.h"
#include "threads.h"

namespace tlc {
namespace {

/** A bias for each head and bucket of offsets. */
class RelativeBias final : public Positions {
 public:
  /** @param dtable the gradient of the table, which `sum` fills; null where there is no backward */
  RelativeBias(const BiasTable& bias, const Sentences& sentences, float* dtable);

  void add(const ScoreBlock& block, float* scores) const override;
  int64_t groups(int64_t sentences) const override { return sentences; }
  void begin(int64_t group, int64_t head) const override;
  void gradient(const ScoreBlock& block, const float* d, Gradients dq, Gradients dk) const override;
  void end(int64_t group, int64_t head) const override;
  /** The gradient of the table, after the backward pass of attention. */
  void sum() const;

 private:
  const BiasTable bias_;
  const int64_t count_, heads_;
  const float scale_;
  float* const dtable_;
  /** [heads, 2 · longest − 1]: the bias of each offset, over the scale, as products are multiplied by it later */
  float* by_offset_;
  /** [sentences, heads, buckets] */
  float* partial_ = nullptr;
};

RelativeBias::RelativeBias(const BiasTable& bias, const Sentences& sentences, float* dtable)
    : bias_(bias), count_(sentences.count), heads_(sentences.heads), scale_(sentences.scale), dtable_(dtable) {
  const int64_t offsets = 2 * bias.longest - 1;
  by_offset_ = scratch(BLOCK_1, heads_ * offsets);
  for (int64_t head = 0; head < heads_; head++) {
    for (int64_t o = 0; o < offsets; o++) {
      by_offset_[head * offsets + o] = bias.table[bias.bucket_of[o] * heads_ + head] / scale_;
    }
  }
  if (dtable) partial_ = scratch(PARTIAL_SUMS, count_ * heads_ * bias.buckets);
}

TLC_ONCE void RelativeBias::add(const ScoreBlock& block, float* scores) const {
  const float* const zero = by_offset_ + block.head.head * (2 * bias_.longest - 1) + bias_.longest - 1;
  for (int64_t i = 0; i < block.queries; i++) {
    const float* const own = zero + block.key - (block.query + i);
    float* const line = scores + i * A_STRIDE;
    over(block.keys,
         [&](int64_t j, auto width) { store(line + j, load(line + j, width) + load(own + j, width), width); });
  }
}

void RelativeBias::begin(int64_t, int64_t) const {
  std::memset(scratch(TASK_6, 2 * bias_.longest - 1), 0, 4 * (2 * bias_.longest - 1));
}

TLC_ONCE void RelativeBias::gradient(const ScoreBlock& block, const float* d, Gradients, Gradients) const {
  float* const zero = scratch(TASK_6, 0) + bias_.longest - 1;
  for (int64_t i = 0; i < block.queries; i++) {
    float* const sums = zero + block.key - (block.query + i);
    const float* const line = d + i * A_STRIDE;
    over(block.keys,
         [&](int64_t j, auto width) { store(sums + j, load(sums + j, width) + load(line + j, width), width); });
  }
}

void RelativeBias::end(int64_t group, int64_t head) const {
  float* const own = partial_ + (group * heads_ + head) * bias_.buckets;
  const float* const sums = scratch(TASK_6, 0);
  std::memset(own, 0, 4 * bias_.buckets);
  for (int64_t o = 0; o < 2 * bias_.longest - 1; o++) own[bias_.bucket_of[o]] += sums[o] / scale_;
}

void RelativeBias::sum() const {
  std::memset(dtable_, 0, 4 * bias_.buckets * heads_);
  for (int64_t part = 0; part < count_ * heads_; part++) {
    const int64_t head = part % heads_;
    for (int64_t b = 0; b < bias_.buckets; b++) dtable_[b * heads_ + head] += partial_[part * bias_.buckets + b];
  }
}

}  // namespace

void biased_attention(Vectors q, Vectors k, Vectors v, const Sentences& sentences, const BiasTable& bias, float* y,
                      float* log_sums) {
  const RelativeBias positions(bias, sentences, nullptr);
  attention(q, k, v, sentences, y, log_sums, &positions);
}

void biased_attention_gradient(const float* dy, Vectors q, Vectors k, Vectors v, const float* y, const float* log_sums,
                               const Sentences& sentences, const BiasTable& bias, Gradients dq, Gradients dk,
                               Gradients dv, float* dtable) {
  const RelativeBias positions(bias, sentences, dtable);
  attention_gradient(dy, q, k, v, y, log_sums, sentences, dq, dk, dv, &positions);
  positions.sum();
}

}  // namespace tlc
