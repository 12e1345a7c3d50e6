// What decoders are made of, beside the same in float64.
#pragma once

#include <algorithm>
#include <limits>

#include "../best_tokens.h"
#include "../cached_attention.h"
#include "checking.h"

namespace {

/** Each step of a few texts that change places: its attention beside that over the whole of each text. */
void check_cached_attention(int64_t heads, int64_t size, bool biased) {
  const int64_t hidden = heads * size, width = 3 * hidden, slots = 5, tokens = 19;
  const std::string name = "cached attention, " + std::to_string(heads) + " heads of " + std::to_string(size);
  Floats memory(tokens * slots * 2 * hidden);
  std::vector<std::vector<Floats>> texts(slots);
  std::vector<std::vector<int32_t>> places(slots);
  for (int64_t length = 0; length < tokens; length++) {
    const int64_t rows = length < 12 ? slots : 3, last = rows - 1;
    // In every third step a text goes on from another one's, and two change places
    if (length % 3 == 2) {
      texts[0] = texts[last], places[0] = places[last];
      std::swap(texts[1], texts[last]), std::swap(places[1], places[last]);
    }
    Floats qkv, bias = biased ? drawn((length + 1) * heads) : Floats();
    std::vector<int32_t> slots_of;
    for (int64_t row = 0; row < rows; row++) {
      texts[row].push_back(drawn(width));
      qkv.insert(qkv.end(), texts[row].back().begin(), texts[row].back().end());
      slots_of.insert(slots_of.end(), places[row].begin(), places[row].end());
      places[row].push_back((int32_t)row);
    }
    std::vector<Floats> found;
    for (int threads = 1; threads <= 4; threads++) {
      tlc::set_threads(threads);
      Floats y(rows * hidden);
      tlc::cached_attention(qkv.data(), rows, heads, size, 0.4f, {memory.data(), tokens, slots}, slots_of.data(), length,
                            biased ? bias.data() : nullptr, y.data());
      found.push_back(y);
      if (found[0] != y) complain(name, "a bit, with other threads,", threads);
    }
    double worst = 0;
    for (int64_t row = 0; row < rows; row++) {
      for (int64_t h = 0; h < heads; h++) {
        Doubles y(size, 0);
        double sum = 0;
        for (int64_t t = 0; t <= length; t++) {
          double score = 0;
          for (int64_t c = h * size; c < (h + 1) * size; c++) {
            score += (double)texts[row][length][c] * texts[row][t][hidden + c];
          }
          const double e = std::exp(score * 0.4f + (biased ? bias[t * heads + h] : 0));
          sum += e;
          for (int64_t c = 0; c < size; c++) y[c] += e * texts[row][t][2 * hidden + h * size + c];
        }
        for (int64_t c = 0; c < size; c++) {
          worst = std::fmax(worst, std::fabs(y[c] / sum - found[0][row * hidden + h * size + c]));
        }
      }
    }
    if (!(worst < 1e-5)) complain(name, "the value", worst);
  }
  tlc::set_threads(2);
}

/** The best tokens of rows, some of which may not have some, beside all of them sorted. */
void check_best_tokens(int64_t rows, int64_t vocabulary, int64_t count, bool alike) {
  const std::string name = "best tokens, " + std::to_string(count) + " of " + std::to_string(vocabulary);
  Floats logits = drawn(rows * vocabulary, 2);
  if (alike) {
    for (float& logit : logits) logit = std::round(logit);
  }
  std::vector<int32_t> starts{0}, bans;
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t ban = 0; ban < std::min(row, vocabulary); ban++) {
      bans.push_back((int32_t)((ban * 7 + row) % vocabulary));
    }
    starts.push_back((int32_t)bans.size());
  }
  for (int threads = 1; threads <= 4; threads++) {
    tlc::set_threads(threads);
    Floats tokens(rows * count), logarithms(rows * count);
    tlc::best_tokens(logits.data(), rows, vocabulary, starts.data(), bans.data(), count, tokens.data(),
                     logarithms.data());
    for (int64_t row = 0; row < rows; row++) {
      Doubles own(logits.begin() + row * vocabulary, logits.begin() + (row + 1) * vocabulary);
      double sum = 0;
      for (const double logit : own) sum += std::exp(logit);
      for (int32_t ban = starts[row]; ban < starts[row + 1]; ban++) {
        own[bans[ban]] = -std::numeric_limits<double>::infinity();
      }
      std::vector<int64_t> order(vocabulary);
      for (int64_t j = 0; j < vocabulary; j++) order[j] = j;
      std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) { return own[a] > own[b]; });
      for (int64_t i = 0; i < count; i++) {
        const double wanted = own[order[i]] - std::log(sum), is = logarithms[row * count + i];
        if (tokens[row * count + i] != order[i]) complain(name, "a token", tokens[row * count + i] - order[i]);
        if (wanted != is && !(std::fabs(wanted - is) < 1e-5)) complain(name, "a logarithm", wanted - is);
      }
    }
  }
  tlc::set_threads(2);
}

void check_decoding() {
  for (const int64_t size : {1, 7, 16, 40}) {
    check_cached_attention(3, size, false);
    check_cached_attention(2, size, true);
  }
  for (const int64_t vocabulary : {1, 7, 31, 45, 500}) {
    for (const int64_t count : {1, 4, 10, 45}) {
      if (count > vocabulary) continue;
      check_best_tokens(6, vocabulary, count, false);
      check_best_tokens(6, vocabulary, count, true);
    }
  }
}

}  // namespace
