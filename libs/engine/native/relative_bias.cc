#include "relative_bias.h"

#include "scratch_slots.h"

namespace tlc {

RelativeBias::RelativeBias(const float* table, const int32_t* bucket_of, int64_t buckets, int64_t longest,
                           const Sentences& sentences, float* dtable)
    : bucket_of_(bucket_of), buckets_(buckets), longest_(longest), count_(sentences.count), heads_(sentences.heads),
      scale_(sentences.scale), dtable_(dtable) {
  const int64_t offsets = 2 * longest - 1;
  by_offset_ = scratch(BLOCK_1, heads_ * offsets);
  for (int64_t head = 0; head < heads_; head++) {
    for (int64_t o = 0; o < offsets; o++) by_offset_[head * offsets + o] = table[bucket_of[o] * heads_ + head] / scale_;
  }
  if (dtable) partial_ = scratch(PARTIAL_SUMS, count_ * heads_ * buckets_);
}

TLC_ONCE void RelativeBias::add(const ScoreBlock& block, float* scores) const {
  const float* const zero = by_offset_ + block.head.head * (2 * longest_ - 1) + longest_ - 1;
  for (int64_t i = 0; i < block.queries; i++) {
    const float* const own = zero + block.key - (block.query + i);
    float* const line = scores + i * A_STRIDE;
    over(block.keys, [&](int64_t j, auto width) { store(line + j, load(line + j, width) + load(own + j, width), width); });
  }
}

void RelativeBias::begin(int64_t, int64_t) const {
  std::memset(scratch(TASK_6, 2 * longest_ - 1), 0, 4 * (2 * longest_ - 1));
}

TLC_ONCE void RelativeBias::gradient(const ScoreBlock& block, const float* d, Gradients, Gradients) const {
  float* const zero = scratch(TASK_6, 0) + longest_ - 1;
  for (int64_t i = 0; i < block.queries; i++) {
    float* const sums = zero + block.key - (block.query + i);
    const float* const line = d + i * A_STRIDE;
    over(block.keys, [&](int64_t j, auto width) { store(sums + j, load(sums + j, width) + load(line + j, width), width); });
  }
}

void RelativeBias::end(int64_t group, int64_t head) const {
  float* const own = partial_ + (group * heads_ + head) * buckets_;
  const float* const sums = scratch(TASK_6, 0);
  std::memset(own, 0, 4 * buckets_);
  for (int64_t o = 0; o < 2 * longest_ - 1; o++) own[bucket_of_[o]] += sums[o] / scale_;
}

void RelativeBias::sum() const {
  std::memset(dtable_, 0, 4 * buckets_ * heads_);
  for (int64_t part = 0; part < count_ * heads_; part++) {
    const int64_t head = part % heads_;
    for (int64_t b = 0; b < buckets_; b++) dtable_[b * heads_ + head] += partial_[part * buckets_ + b];
  }
}

}  // namespace tlc
