// The most probable tokens of each row of logits.
#pragma once

#include <cstdint>

namespace tlc {

/**
 * The `count` most probable tokens of each row, from the most probable on (of two that are alike the smaller one first), with
 * the natural logarithms of their probabilities. Banned tokens have none: they come last, at −∞; the others keep what they
 * would have without the ban.
 *
 * @param logits [rows, vocabulary]
 * @param ban_starts [rows + 1], where each row's banned tokens begin in `bans`
 * @param count at most vocabulary
 * @param tokens, logarithms [rows, count]; tokens as floats, which hold every whole number up to 2^24
 */
void best_tokens(const float* logits, int64_t rows, int64_t vocabulary, const int32_t* ban_starts, const int32_t* bans,
                 int64_t count, float* tokens, float* logarithms);

}  // namespace tlc
